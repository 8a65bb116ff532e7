# SPDX-License-Identifier: GPL-3.0-or-later
"""The province in small: one master, telecom slaves below it, their communes, and who is on the chair's screen.

Rooms are known by number: 1 is the chair (t.ubnd), 123 to 125 the province's districts, the others communes by unit code.
A picture code holds a number modulo 256, a tone modulo 160; the rooms here are unique in both.
"""

import random
import socket

from certificates import Authority
from harness import Failure, Mcud, Mcusim, wait_for
from relay import TcpRelay

CONFERENCE = "giaoban"
MASTER, VNPT, VIETTEL = "mcu.tinh", "mcu.vnpt", "mcu.viettel"
NAMES = {MASTER: "UBND tỉnh Sơn La", VNPT: "VNPT Sơn La", VIETTEL: "Viettel Sơn La"}
# Communes whose tones (mcusim) are low: two mixers in a row may shift a tone by a percent while they correct clocks, and
# tones are 20 Hz apart.
ROOMS = {MASTER: (1, 123, 124, 125), VNPT: (4006, 4009, 4012, 4000), VIETTEL: (4171, 4177, 4183, 4189)}
UNITS = {  # number: (unit, of where, level)
    1: ("UBND tỉnh", "Sơn La", "province"),
    123: ("UBND huyện", "Mộc Châu", "district"), 124: ("UBND huyện", "Yên Châu", "district"),
    125: ("UBND huyện", "Mai Sơn", "district"),
    4006: ("UBND xã", "Song Khủa (Vân Hồ)", "commune"), 4009: ("UBND xã", "Liên Hòa (Vân Hồ)", "commune"),
    4012: ("UBND xã", "Chiềng Hắc (Mộc Châu)", "commune"), 4000: ("UBND xã", "Nà Mường (Mộc Châu)", "commune"),
    4171: ("UBND xã", "Bó Sinh (Sông Mã)", "commune"), 4177: ("UBND xã", "Chiềng Phung (Sông Mã)", "commune"),
    4183: ("UBND xã", "Mường Lầm (Sông Mã)", "commune"), 4189: ("UBND xã", "Đứa Mòn (Sông Mã)", "commune"),
}
LIGHT = ("--size", "640x360", "--fps", "30", "--kbps", "600", "--encryption", "disabled", "--look", "all", "--listen", "all")


PATTERNS = ("t.ubnd", "h.{n}", "x.{n:05}")  # of site ids


def pattern_of(number):
    return PATTERNS[0] if number == 1 else PATTERNS[1] if number < 1000 else PATTERNS[2]


def site_id(number):
    return pattern_of(number).replace("{n:05}", f"{number:05d}").replace("{n}", str(number))


def owner_of(number):
    return next(mcu for mcu, rooms in ROOMS.items() if number in rooms)


def record(number, **more):
    unit, place, level = UNITS[number]
    short = "UBND tỉnh" if number == 1 else place.split(" (")[0]
    return {"id": site_id(number), "name": f"Điểm cầu {unit} {place}", "short_name": short, "level": level, **more}


def free_port(address="127.0.0.1"):
    """A TCP port below those the kernel gives to others by itself, so that nobody takes it before the server does."""
    for _ in range(200):
        port = random.SystemRandom().randrange(10240, 32000)
        with socket.socket() as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise Failure("no free TCP port")


class Province:
    """Servers of a cascade in one folder. Nothing runs until start(); rooms come with call_rooms()."""

    def __init__(self, folder, slaves=(VNPT, VIETTEL), uplinks=2, policy="auto", network=None, picture="640x360@30",
                 captions=False, max_depth=1, extra_sites=None, conference=None, more_slaves=(), behind_nat=()):
        self.folder = folder
        self.network = network
        self.slave_ids = tuple(slaves)
        self.allowed = (*slaves, *more_slaves)  # who may link at all
        self.uplinks = uplinks
        self.authority = Authority(folder)
        self.hosts = {m: network.host(m, m in behind_nat) if network else None for m in (MASTER, *slaves)}
        self.behind_nat = behind_nat
        self.servers, self.relays, self.sims, self.rooms = {}, {}, {}, {}
        self.conference = {"layout": "1x1", "picture": picture, "captions": captions, "mute_on_entry": True, **(conference or {})}
        # In a network of its own every host has all ports; elsewhere the kernel says which is free.
        self.control_port = 5071 if network else free_port()
        if network:
            network.start()
        self._make_master(max_depth, extra_sites or {})
        for mcu in slaves:
            self._make_slave(mcu, policy, extra_sites or {})

    def _address(self, mcu):
        return self.hosts[mcu].address if self.hosts[mcu] else "127.0.0.1"

    def _server(self, mcu, sites, conference, cascade):
        files = self.authority.enrol(mcu, self.folder / f"pki-{mcu}")
        self.servers[mcu] = Mcud(
            self.folder / mcu, sites=sites, name=mcu, host=self.hosts[mcu], transports=("udp", "tls"),
            conferences=[{"id": CONFERENCE, "title": "Giao ban phòng chống thiên tai", "sites": [s["id"] for s in sites],
                          **self.conference, **conference}],
            mcu={"id": mcu}, cascade={"name": NAMES[mcu], **files.settings(), **cascade})

    def _make_master(self, max_depth, extra_sites):
        address = self._address(MASTER)
        self._server(MASTER, [record(n) for n in ROOMS[MASTER]] + list(extra_sites.get(MASTER, ())), {"chair": site_id(1)}, {
            "listen": f"{address}:{self.control_port}", "max_depth": max_depth,
            "sip_listen": f"{address}:{5073 if self.network else free_port()}",
            "slaves": [{"mcu": m, "name": NAMES[m], "conference": CONFERENCE, "uplinks": self.uplinks,
                        "ice": m in self.behind_nat} for m in self.allowed]})

    def _make_slave(self, mcu, policy, extra_sites):
        address = self._address(mcu)
        if self.network:
            towards = f"{self.hosts[MASTER].public}:{self.control_port}"
        else:
            self.relays[mcu] = TcpRelay(("127.0.0.1", self.control_port))
            towards = self.relays[mcu].address
        sites = [record(n) for n in ROOMS[mcu]] + list(extra_sites.get(mcu, ()))
        self._server(mcu, sites, {}, {
            "sip_listen": f"{address}:{5073 if self.network else free_port()}",
            "master": {"mcu": MASTER, "address": towards, "conference": CONFERENCE, "uplinks": self.uplinks, "policy": policy,
                       "ice": mcu in self.behind_nat}})

    # ---- life

    def start(self):
        for server in self.servers.values():
            server.start()
        return self

    def call_rooms(self, *numbers, options=LIGHT, registered=False, transport="udp"):
        """Simulated rooms call their MCUs; `registered` ones register and wait to be called. None given: all rooms."""
        for mcu in self.servers:
            mine = [n for n in ROOMS[mcu] if not numbers or n in numbers]
            for pattern in PATTERNS:
                chosen = [n for n in mine if pattern_of(n) == pattern]
                if chosen:
                    self._call(mcu, chosen, pattern, transport, [*options, *(["--register"] if registered else [])])
        return self

    def _call(self, mcu, chosen, pattern, transport, options):
        server = self.servers[mcu]
        name = f"rooms-{chosen[0]}"
        self.sims[name] = Mcusim(self.folder, "--server", server.uri(CONFERENCE, transport), "--numbers",
                                 ",".join(map(str, chosen)), "--user-pattern", pattern, *options, name=name,
                                 host=self.hosts[mcu])
        for number in chosen:
            self.rooms[number] = self.sims[name]

    def stop(self):
        """Ends everything; fails when a server did not end well."""
        for sim in self.sims.values():
            sim.stop()
        bad = []
        for server in reversed(list(self.servers.values())):
            try:
                if server.program and server.program.alive():
                    server.stop()
            except Failure as failure:
                bad.append(str(failure))
        for relay in self.relays.values():
            relay.stop()
        if bad:
            raise Failure("\n".join(bad))

    # ---- what the technicians do and see

    @property
    def master(self):
        return self.servers[MASTER]

    def ctl(self, mcu, *words, **options):
        return self.servers[mcu].ctl(*words, **options)

    def cascade(self, mcu=MASTER):
        return self.servers[mcu].json("cascade", "status")

    def link(self, at, peer):
        for link in self.cascade(at)["links"]:
            if link["mcu"] == peer:
                return link
        raise Failure(f"{at} lists no link to {peer}")

    def wait_link(self, at, peer, state="up", seconds=20):
        def so():
            link = self.link(at, peer)
            if link["state"] != state:
                raise Failure(f"{link['state']} {link.get('cause', '')}")
            return link
        return wait_for(so, f"{at} has {peer} {state}", seconds)

    def wait_links(self, seconds=30):
        """Every link is up, at both ends, and every room that was called is in the master's roster."""
        for mcu in self.slave_ids:
            self.wait_link(MASTER, mcu, seconds=seconds)
            self.wait_link(mcu, MASTER, seconds=seconds)
        return self

    def wait_sites(self, *numbers, state="connected", seconds=30):
        """Rooms as the master lists them."""
        for number in numbers or self.rooms:
            wait_for(lambda number=number: self.site(number)["state"] == state, f"{site_id(number)} {state} at the master", seconds)
        return self

    def site(self, number, at=MASTER):
        return self.servers[at].site(CONFERENCE, site_id(number))

    def show(self, number, check=True):
        return self.master.ctl("show", site_id(number), "--conference", CONFERENCE, check=check)

    def request(self, number):
        return self.master.ctl("request", site_id(number), "--conference", CONFERENCE)

    def requests(self, number):
        """The chair's calls of a site, newest first."""
        return [r for r in self.master.json("requests")["requests"] if r["site"] == site_id(number)]

    def wait_two_way(self, number, seconds=10):
        """The newest call of the site once it is TWO-WAY UP."""
        def so():
            newest = self.requests(number)[0]
            return newest if newest["state"] == "two-way-up" else None
        return wait_for(so, f"TWO-WAY UP of {site_id(number)}", seconds)

    def expect(self, room, within=10.0, **what):
        return self.rooms[room].expect(room, within=within, **what)

    def take(self, number, before=None, within=10.0):
        """`show` checked at the chair: its picture and tone are there, the one before is gone; the commune hears the chair's
        side as the programme has it, never itself."""
        self.show(number)
        gone = {"not_hears": [before]} if before else {}
        self.expect(1, within=within, sees=[number], hears=[number], **gone)
        self.expect(number, within=within, not_sees=[number], not_hears=[number])

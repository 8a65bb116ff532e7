# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the cascade, measured with a master, two slaves and simulated rooms on the same machine."""

import contextlib
import pathlib
import statistics
import time

import system_bench
from events import Events
from harness import Mcusim, Workdir, unit_sites, wait_for
from province import CONFERENCE, MASTER, VIETTEL, VNPT, Province, site_id
from system_bench import CROWD, figure, percentile

COMMUNES = (4006, 4171, 4009, 4177, 4012, 4183)  # of both slaves in turn
ROOM = ("--size", "1280x720", "--fps", "30", "--kbps", "1000", "--encryption", "disabled")


@contextlib.contextmanager
def province_of(name, **options):
    work = Workdir(name)
    province = Province(work.path, picture="1280x720@30", **options)
    try:
        yield province.start()
    finally:
        province.stop()
        work.close()


def cpu_ns(program):
    """CPU time of all threads of a program, finer than the clock tick."""
    tasks = pathlib.Path(f"/proc/{program.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def one_take(province, events, number):
    """Milliseconds from the gate taking `show` until the first frame came to the chair's room and sound flows both ways."""
    since = len(events.seen)
    province.show(number)
    started = events.wait("take.started", site_id(number), since)
    two_way = events.wait("take.two-way-up", site_id(number), since)
    province.expect(1, sees=[number], within=10)
    changes = province.rooms[1].ask("changes", room=1)["changes"]
    first_frame = [c["ns"] for c in changes if c["sees"] == [number % 256]][-1]  # rooms of other simulators by code
    picture = (first_frame - Events.monotonic_ns(started)) / 1e6
    sound = (two_way["at_us"] - started["at_us"]) / 1e3
    return max(picture, sound)


def takes():
    """Takes alternating between two slaves: cold, and pre-cued."""
    with province_of("takes") as province:
        province.call_rooms(1, options=(*ROOM, "--look", "all")).call_rooms(*COMMUNES, options=ROOM)
        province.wait_links().wait_sites()
        events = Events(province.master)
        try:
            count = 12 if system_bench.QUICK else 200
            cold = [one_take(province, events, COMMUNES[i % len(COMMUNES)]) for i in range(count)]
            warm = []
            for i in range(count // 4):
                number = COMMUNES[i % len(COMMUNES)]
                province.master.ctl("next", site_id(number), "--conference", CONFERENCE)
                wait_for(lambda number=number: province.site(number)["warm"], "warm", 10)
                warm.append(one_take(province, events, number))
        finally:
            events.stop()
        return [figure("cascade_take_p50", percentile(cold, 0.50), "ms", 200),
                figure("cascade_take_p95", percentile(cold, 0.95), "ms", 400),
                figure("cascade_take_p99", percentile(cold, 0.99), "ms", 1000),
                figure("cascade_precued_p95", percentile(warm, 0.95), "ms", 120)]


def uplink_ratio():
    """CPU a slave spends on an up-link that passes a room through, in rooms that only watch the meeting: the chair speaks, and
    every room of the slave sees and hears the programme. The picture alone, which is what is passed through, and with the
    microphone: its sound goes up as it comes, is decoded for the slave's own rooms, and what the room itself hears is encoded."""
    seconds, crowd, rounds = (5, 20, 1) if system_bench.QUICK else (12, 60, 5)
    sites = unit_sites(*range(1, crowd + 1))
    selected = [f"x.{n:05d}" for n in range(1, 5)]
    with province_of("uplink", slaves=(VNPT,), uplinks=4, policy="manual", extra_sites={VNPT: sites}) as province:
        slave = province.servers[VNPT]
        province.wait_links().call_rooms(1, options=(*ROOM, "--h264-mode", "1")).wait_sites(1)
        province.ctl(MASTER, "unmute", site_id(1), "--conference", CONFERENCE)

        def spent():
            time.sleep(2)  # what the change before cost is over
            begin, at = cpu_ns(slave.program), time.monotonic()
            time.sleep(seconds)
            return (cpu_ns(slave.program) - begin) / (time.monotonic() - at)

        def select(*sites):
            for uplink in range(4):
                slave.ctl("cascade", "select", *([sites[uplink]] if sites else ["--off"]), "--uplink", str(uplink))
            wait_for(lambda: all(bool(t["carries"]) == bool(sites) for t in province.link(VNPT, MASTER)["trunks"]), "up-links as told", 20)

        empty = spent()
        sim = Mcusim(province.folder, "--server", slave.uri(CONFERENCE), "--rooms", str(crowd), "--first", "1", "--rate", "40",
                     *CROWD, "--h264-mode", "1", "--encryption", "disabled", name="crowd")
        province.sims["crowd"] = sim
        slave.wait_sites(CONFERENCE, crowd, seconds=60)
        per_site = (spent() - empty) / crowd
        # In turn, for what a server uses by itself drifts by more than an up-link costs.
        pictures, sounds = [], []
        for _ in range(rounds):
            idle = spent()
            select(*selected)
            sounds.append((spent() - idle) / 4 / per_site)
            slave.ctl("mute", *selected, "--conference", CONFERENCE)
            pictures.append((spent() - idle) / 4 / per_site)
            select()
        return [figure("uplink_ratio", statistics.median(pictures), "idle sites", 1.5),
                figure("uplink_with_sound_ratio", statistics.median(sounds), "idle sites", 1.5),
                figure("cascade_idle_site", per_site / 1e7, "% of a core")]


def roster_resync():
    """From the slave's call after a loss of control until all of its 240 rooms are known as they are now."""
    sites = unit_sites(*range(1, 237))
    times = []
    with province_of("roster", slaves=(VNPT,), extra_sites={VNPT: sites}) as province:
        province.wait_links()
        wait_for(lambda: province.link(MASTER, VNPT)["sites"] == 240, "240 rooms listed", 20)
        for number in range(2 if system_bench.QUICK else 10):
            relay, known = province.relays[VNPT], province.relays[VNPT].connections
            relay.cut()
            province.wait_link(MASTER, VNPT, "control-lost")
            name = f"Điểm cầu lần {number}"
            for site in ("x.00001", "x.00236"):
                province.ctl(VNPT, "site", "put", site, "--name", name)
            relay.mend()
            wait_for(lambda known=known: relay.connections > known, "the slave calls again", 10, every=0.002)
            begin = time.monotonic()

            def current(name=name):
                listed = {s["id"]: s for s in province.master.conference(CONFERENCE)["sites"]}
                return all(listed[s]["name"] == name for s in ("x.00001", "x.00236")) and \
                    not any(s["stale"] for s in listed.values())
            wait_for(current, "all rooms as they are now", 20, every=0.01)
            times.append(time.monotonic() - begin)
    return [figure("roster_resync", max(times), "s", 1.0)]


def rejoin():
    """From starting the killed master again until both links with all trunks are up and a commune is on the chair's screen."""
    times = []
    with province_of("rejoin") as province:
        province.call_rooms(1, options=(*ROOM, "--look", "all")).call_rooms(4006, 4171, options=ROOM)
        province.wait_links().wait_sites()
        for number in range(1 if system_bench.QUICK else 5):
            province.master.kill()
            begin = time.monotonic()
            province.master.start()
            province.rooms[1].ask("hangup", room=1)  # it may not have noticed
            province.rooms[1].ask("call", room=1)
            province.wait_links().wait_sites()
            commune = (4006, 4171)[number % 2]
            province.show(commune)
            province.expect(1, sees=[commune], within=15)
            times.append(time.monotonic() - begin)
    return [figure("rejoin_after_restart", max(times), "s", 10.0)]


BENCHES = [
    (takes, ["cascade_take_", "cascade_precued_"]),
    (uplink_ratio, ["uplink_ratio", "uplink_with_sound_ratio", "cascade_idle_site"]),
    (roster_resync, ["roster_resync"]),
    (rejoin, ["rejoin_after_restart"]),
]

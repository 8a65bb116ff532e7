# SPDX-License-Identifier: GPL-3.0-or-later
"""The built-in gatekeeper with Asterisk as its rooms. Asterisk asks port 1719 alone, so each run has loopback addresses of
its own."""

import os
import unittest

import asterisk
import capture
from harness import Mcud, Workdir, wait_for

NETWORK = f"127.{100 + os.getpid() % 100}.{os.getpid() // 100 % 250 + 1}"


@unittest.skipIf(asterisk.missing(), asterisk.missing())
class Gatekeeper(unittest.TestCase):
    def setUp(self):
        self.work = Workdir(self.id().rsplit(".", 1)[1])
        self.addCleanup(self.work.close)
        self.address = f"{NETWORK}.9"
        self.recording = None
        if not capture.missing():
            self.recording = capture.Capture(self.work.path, f"udp and net {NETWORK}.0/24").start()
            self.addCleanup(self.judge)  # after all others have stopped

    def judge(self):
        """Ends the capture; tshark must find nothing wrong in it."""
        self.recording.stop()
        self.assertEqual(self.recording.malformed(), "")
        self.assertGreater(self.recording.count("h225.RasMessage"), 0)

    def start_server(self, **own):
        self.server = Mcud(self.work.path, sites=[{"id": "x.00001", "name": "Phòng một", "alias": ["9203985"]},
                                                  {"id": "x.00002", "name": "Phòng hai", "alias": ["9203986"]}],
                           conferences=[{"id": "giaoban", "sites": ["x.00001"]}],
                           h323={"built_in_gatekeeper": {"listen": f"{self.address}:1719", **own}})
        self.server.start()
        self.addCleanup(self.server.stop)

    def start_room(self, number, digits):
        name, place = f"room{number}", f"{NETWORK}.{number}"
        room = asterisk.Asterisk(
            self.work.path, address=place, name=name, ports=(26000 + 200 * number, 26199 + 200 * number),
            rtp=(28000 + 300 * number, 28199 + 300 * number),
            general=[f"gatekeeper={self.address}", f"e164={digits}", f"h323id={name}"],
            peers={f"other{n}": ["type=friend", f"ip={NETWORK}.{n}", "port=1720"] for n in (1, 2) if n != number})
        room.start()
        self.addCleanup(room.stop)
        return room

    def rooms(self):
        return self.server.json("gatekeeper", "list")["rooms"]

    def test_rooms_register_and_call_each_other_by_number(self):
        self.start_server()
        first, second = self.start_room(1, "9203985"), self.start_room(2, "9203986")
        rooms = wait_for(lambda: len(self.rooms()) == 2 and self.rooms(), "both rooms are registered", 30)
        by_site = {room["site"]: room for room in rooms}
        self.assertEqual(set(by_site), {"x.00001", "x.00002"})
        self.assertEqual(by_site["x.00001"]["address"], f"{NETWORK}.1:1720")
        self.assertIn("9203985", by_site["x.00001"]["names"])
        self.assertIn("Phòng một", self.server.ctl("gatekeeper", "list").stdout)
        first.ctl("channel originate OOH323/9203986 application Milliwatt")
        wait_for(lambda: any(c[4] == "Up" for c in second.channels()), "the call is up", 20)
        # Both ends asked: one to call, one to answer.
        wait_for(lambda: self.server.json("gatekeeper", "list")["own_calls"] == 2, "both admissions are known", 10)
        second.ctl("channel request hangup all")
        wait_for(lambda: self.server.json("gatekeeper", "list")["own_calls"] == 0, "both gave theirs back", 20)
        first.ctl("channel originate OOH323/9203999 application Milliwatt")
        wait_for(lambda: self.server.status()["counters"].get("gatekeeper.admissions_refused", 0) > 0, "an unknown number is refused", 15)
        if self.recording is not None:
            self.judge()
            self.assertGreaterEqual(self.recording.count("h225.RasMessage == 9"), 2)

    def test_a_room_that_is_not_listed_is_refused_and_named(self):
        self.start_server()
        self.start_room(1, "555")
        wait_for(lambda: self.server.status()["counters"].get("gatekeeper.refused", 0) > 0, "the registration is refused", 30)
        self.assertEqual(self.rooms(), [])
        wait_for(lambda: "none of its names is in the site list" in self.server.server_log(), "the log says why", 10)

    def test_any_room_where_that_is_asked(self):
        self.start_server(rooms="any")
        self.start_room(1, "555")
        rooms = wait_for(self.rooms, "the room is registered", 30)
        self.assertEqual(rooms[0]["site"], "")


CONFERENCE = "9000"  # digits: Asterisk 16 cannot call a name


@unittest.skipIf(asterisk.missing(), asterisk.missing())
class CallsThroughGatekeepers(unittest.TestCase):
    """Our server's own calls: admission before each, and given back after it."""

    def setUp(self):
        self.work = Workdir(self.id().rsplit(".", 1)[1])
        self.addCleanup(self.work.close)
        self.mcu = f"{NETWORK}.9"
        self.recording = None
        if not capture.missing():
            self.recording = capture.Capture(self.work.path, f"net {NETWORK}.0/24 and not udp portrange 20000-65535").start()
            self.addCleanup(self.nothing_malformed)  # after all others have stopped

    def start_server(self, name="mcud", address=None, uri="", h323=None):
        sites = [{"id": "x.00001", "name": "Phòng một"},
                 {"id": "x.00002", "name": "Asterisk", "alias": ["9203986"], "uri": uri, "home": CONFERENCE}]
        server = Mcud(self.work.path / name, sites=sites, name=name,
                      conferences=[{"id": CONFERENCE, "layout": "1x1", "mute_on_entry": False, "open": True,
                                    "encryption": "disabled", "sites": ["x.00001", "x.00002"]}],
                      h323={"listen": f"{address or self.mcu}:1720", **(h323 or {})}, redial={"attempts": 1})
        server.start()
        self.addCleanup(server.stop)
        return server

    def start_asterisk(self, *general):
        peer = asterisk.Asterisk(self.work.path, address=f"{NETWORK}.1", general=["faststart=no", *general],
                                 peers={"mcu": ["type=friend", f"ip={self.mcu}", "port=1720"]}).start()
        self.addCleanup(peer.stop)
        return peer

    @staticmethod
    def own_calls(server, count):
        wait_for(lambda: server.json("gatekeeper", "list")["own_calls"] == count, f"{count} admitted calls", 20)

    @staticmethod
    def wait_connected(server, site="x.00002"):
        wait_for(lambda: server.site(CONFERENCE, site)["state"] == "connected", f"{site} is connected", 30)

    def nothing_malformed(self):
        if self.recording is not None:
            self.recording.stop()
            self.assertEqual(self.recording.malformed(), "")
            self.assertGreater(self.recording.count("h225"), 0)

    def registered_room(self, *general):
        server = self.start_server(h323={"built_in_gatekeeper": {"listen": f"{self.mcu}:1719"}})
        peer = self.start_asterisk(f"gatekeeper={self.mcu}", "e164=9203986", "h323id=room2", *general)
        wait_for(lambda: len(server.json("gatekeeper", "list")["rooms"]) == 1, "it is registered", 30)
        return server, peer

    def test_a_room_without_an_address_is_called_where_it_is_registered(self):
        server, peer = self.registered_room("h245tunneling=yes")
        server.ctl("site", "call", "x.00002", "--conference", CONFERENCE)
        self.wait_connected(server)
        self.own_calls(server, 1)  # its answer
        server.ctl("site", "hangup", "x.00002", "--conference", CONFERENCE)
        self.own_calls(server, 0)
        wait_for(lambda: not peer.channels(), "Asterisk has no call any more", 15)

    def test_a_registered_room_calls_the_conference_by_number(self):
        server, peer = self.registered_room("h245tunneling=no")
        peer.ctl(f"channel originate OOH323/{CONFERENCE} application Milliwatt")
        wait_for(lambda: any(s["state"] == "connected" for s in server.conference(CONFERENCE)["sites"]), "it is connected", 30)
        self.own_calls(server, 1)
        peer.ctl("channel request hangup all")
        self.own_calls(server, 0)
        wait_for(lambda: not any(s["state"] == "connected" for s in server.conference(CONFERENCE)["sites"]), "it has left", 20)

    def check_killed(self, *general):
        """Its connections are closed by its machine: the call is over, and given back."""
        server, peer = self.registered_room(*general)
        server.ctl("site", "call", "x.00002", "--conference", CONFERENCE)
        self.wait_connected(server)
        self.own_calls(server, 1)
        peer.program.kill()
        peer.program.process.wait()
        wait_for(lambda: server.site(CONFERENCE, "x.00002")["state"] != "connected", "it has left", 30)
        self.assertIn("unreachable", server.site(CONFERENCE, "x.00002")["cause"])
        self.own_calls(server, 0)

    def test_a_registered_room_that_is_killed_leaves_its_call(self):
        self.check_killed("h245tunneling=yes")

    def test_a_killed_room_with_separate_h245_leaves_too(self):
        self.check_killed("h245tunneling=no")

    def test_our_server_at_the_gatekeeper_of_another(self):
        keeper = self.start_server("keeper", h323={"built_in_gatekeeper": {"listen": f"{self.mcu}:1719", "rooms": "any"}})
        other = self.start_server("other", address=f"{NETWORK}.8", uri=f"h323:{CONFERENCE}",
                                  h323={"aliases": ["mcu.other", "9001"], "gatekeeper": {"addresses": [f"{self.mcu}:1719"]}})
        wait_for(lambda: other.json("gatekeeper", "list")["state"] == "registered", "it is registered", 20)
        room = wait_for(lambda: keeper.json("gatekeeper", "list")["rooms"], "the gatekeeper has it", 10)[0]
        self.assertEqual(room["address"], f"{NETWORK}.8:1720")
        self.assertEqual(room["kind"], "mcu")
        other.ctl("site", "call", "x.00002", "--conference", CONFERENCE)  # a name alone: admission tells where
        self.wait_connected(other)
        self.own_calls(keeper, 1)
        other.ctl("site", "hangup", "x.00002", "--conference", CONFERENCE)
        self.own_calls(keeper, 0)
        other.ctl("site", "put", "x.00002", "--uri", "h323:nobody")
        other.ctl("site", "call", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: "no room of that name" in other.site(CONFERENCE, "x.00002")["cause"], "the refusal says why", 20)


if __name__ == "__main__":
    unittest.main()

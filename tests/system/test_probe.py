# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms are probed: called, asked what they can do, hung up; what was found outlives a crash."""

import json
import threading
import time

from h323_support import LISTENING, H323Test
from harness import Mcusim, unit_sites, wait_for
from province import free_port
from support import CONFERENCE


class Probe(H323Test):
    def listen(self, number, *options):
        """A simulated room that waits to be called; its address."""
        h323 = "--h323" in options
        port = free_port()
        if h323:
            self.peer_ports.append(port)
        sim = Mcusim(self.work.path, "--listen-at", f"127.0.0.1:{port}", "--rooms", "1", "--first", str(number),
                     "--user-pattern", "x.{n:05}", *options, name=f"room-{number}")
        self.addCleanup(sim.stop)
        sim.report(number)  # it listens now
        return sim, f"h323:x.{number:05}@127.0.0.1:{port}" if h323 else f"sip:x.{number:05}@127.0.0.1:{port}"

    def probe(self, target, *options, code=0):
        done = self.server.ctl("--json", "site", "probe", target, *options, check=False)
        self.assertEqual(done.returncode, code, done.stderr or done.stdout)
        return json.loads(done.stdout)

    def last(self, target, code=0):
        return self.probe(target, "--last", code=code)

    def start(self, *rooms):
        """A server that knows where the rooms are; nobody is in the conference."""
        sites = unit_sites(*range(1, len(rooms) + 1))
        for site, uri in zip(sites, rooms):
            site["uri"] = uri
        self.start_h323_server(sites=sites)

    def no_calls(self):
        """All calls are over, and no media sockets are left."""
        wait_for(lambda: self.counters()["sip.active_calls"] + self.counters()["h323.active_calls"] == 0, "no call is up")
        wait_for(lambda: not self.server.media_sockets(), "no media sockets are open")

    def names(self, report, kind):
        return {a["name"] for a in report["abilities"] if a["kind"] == kind}

    def streams(self, report):
        return {s["kind"]: s for s in report["streams"]}

    def test_a_sip_room_and_an_h323_room(self):
        sip, sip_uri = self.listen(1)
        h323, h323_uri = self.listen(2, "--h323")
        self.start(sip_uri, h323_uri)
        for number, protocol, room in ((1, "SIP", sip), (2, "H.323", h323)):
            report = self.probe(f"x.{number:05}")
            self.assertTrue(report["connected"])
            self.assertEqual(report["protocol"], protocol)
            self.assertIn("mcusim", report["product"])
            # A SIP room names in its answer what it took of our offer.
            self.assertIn("PCMA" if protocol == "H.323" else "opus", self.names(report, "audio"))
            self.assertIn("H264", self.names(report, "video"))
            self.assertIn("telephone-event", self.names(report, "user-input"))
            self.assertGreaterEqual(report["connect_seconds"], 0)
            streams = self.streams(report)
            for kind in ("audio", "video"):
                self.assertEqual(streams[kind]["direction"], "both", report)
                self.assertTrue(streams[kind]["arrived"], report)
                self.assertNotEqual(streams[kind]["encryption"], "", report)
            wait_for(lambda: room.report(number)["state"] == "idle", "the room is hung up")
        self.assertIn("AES_CBC_256", json.dumps(self.last("x.00002")["abilities"]))
        self.assertIn("INFO", self.names(self.last("x.00001"), "control"))
        self.no_calls()
        self.assertEqual({s["state"] for s in self.server.conference(CONFERENCE)["sites"]}, {"absent"})

    def test_a_report_outlives_kill_9(self):
        _, uri = self.listen(1, "--h323")
        self.start(uri)
        report = self.probe("x.00001")
        self.server.kill()
        self.server.start()
        self.assertEqual(self.last("x.00001"), report)
        self.probe("sip:nobody@127.0.0.1:9", "--timeout", "2", code=1)
        self.assertEqual(self.last("sip:nobody@127.0.0.1:9", code=1)["connected"], False)

    def test_the_page_in_both_languages(self):
        _, uri = self.listen(1)
        self.start(uri)
        page = self.server.ctl("site", "probe", "x.00001").stdout
        for words in ("what it can do", "what was agreed", "H264", "both ways", "packets came"):
            self.assertIn(words, page)
        page = self.server.ctl("site", "probe", "x.00001", "--last", language="vi").stdout
        for words in ("khả năng", "đã thỏa thuận", "hai chiều", "có gói tin về"):
            self.assertIn(words, page)
        done = self.server.ctl("site", "probe", "x.09999", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no site is called", done.stderr)

    def test_a_room_in_a_conference_is_not_disturbed(self):
        self.start_h323_server(3)
        h323 = self.start_h323_rooms(1, *LISTENING)
        sip = self.start_rooms(2, *LISTENING, first=2)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        h323.expect(1, sees=[2], hears=[2])
        before = self.counters()
        for number in (1, 2, 3):
            began = time.monotonic()
            report = self.probe(f"x.{number:05}")
            self.assertLess(time.monotonic() - began, 5)
            self.assertEqual(report["conference"], CONFERENCE)
            self.assertIn("mcusim", report["product"])
            self.assertIn("H264", self.names(report, "video"))
            self.assertTrue(self.streams(report)["audio"]["arrived"])
        after = self.counters()
        for counter in ("sip.outgoing_calls", "h323.outgoing_calls", "sip.ended_calls", "h323.ended_calls"):
            self.assertEqual(after[counter], before[counter])
        h323.expect(1, sees=[2], hears=[2])
        sip.expect(3, sees=[2], hears=[2])

    def test_a_conference_that_needs_the_room_gets_it(self):
        room, uri = self.listen(1, "--h323")
        self.start(uri)
        found = []
        probe = threading.Thread(target=lambda: found.append(self.probe("x.00001")))
        probe.start()
        wait_for(lambda: room.report(1)["state"] != "idle", "the room is being probed", every=0.01)
        self.server.ctl("call", "x.00001", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 1)
        probe.join(30)
        self.assertEqual(found[0]["cause"], "a conference needs the room")

    def test_baresip(self):
        self.start("sip:nobody@127.0.0.1:9")
        room = self.start_baresip(7)
        uri = f"sip:room7@127.0.0.1:{room.sip_port}"
        report = self.probe(uri)
        self.assertTrue(report["connected"], report)
        self.assertIn("baresip", report["product"])
        self.assertEqual(report["site"], "")
        self.assertIn("H264", self.names(report, "video"))
        self.assertTrue(self.streams(report)["audio"]["arrived"], report)
        self.no_calls()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The technician's commands act on real rooms."""

import subprocess
import unittest

from harness import BIN, wait_for
from support import CONFERENCE, SystemTest

LISTENING = ("--look", "all", "--listen", "all", "--encryption", "disabled")


class Control(SystemTest):
    def setUp(self):
        super().setUp()
        self.start_server(4)
        self.sim = self.start_rooms(4, *LISTENING)
        self.server.wait_sites(CONFERENCE, 4)

    def test_status_fits_the_terminal(self):
        text = self.server.ctl("status").stdout
        self.assertLessEqual(len(text.splitlines()), 24)
        self.assertIn(CONFERENCE, text)

    def test_ports_open_are_those_the_configuration_opens(self):
        def ports():
            return {(p["protocol"], p.get("purpose", "")): p for p in self.server.json("sec", "ports")["ports"]}

        found = ports()
        self.assertEqual({p["state"] for p in found.values()}, {"open"}, found)
        self.assertEqual(found["udp", "sip udp"]["first"], self.server.ports["udp"])
        self.assertEqual(found["tcp", "sip tls"]["first"], self.server.ports["tls"])
        media = found["udp", "media"]
        self.assertGreaterEqual(media["sockets"], 4)
        self.assertGreater(media["last"], media["first"])
        self.server.ctl("site", "hangup", "--all", "--conference", CONFERENCE)
        wait_for(lambda: ports()["udp", "media"]["state"] == "idle", "the ports of the calls are closed", 20)
        self.assertIn("sip.listen", self.server.ctl("sec", "ports").stdout)

    def test_broadcast_leaves_the_chair_free(self):
        self.server.ctl("view", "broadcast", "x.00002", "--conference", CONFERENCE)
        self.server.ctl("view", "look", "x.00003", "--conference", CONFERENCE)
        self.sim.expect(1, sees=[3])
        self.sim.expect(4, sees=[2])
        self.sim.expect(3, sees=[2])
        self.sim.expect(2, not_sees=[2])

    def test_poll_turns_through_the_sites(self):
        self.server.ctl("view", "poll", "x.00002", "x.00003", "x.00004", "--each", "2", "--conference", CONFERENCE)
        for site in (2, 3, 4, 2):
            self.sim.expect(1, sees=[site], within=15)

    def test_camera_off_takes_the_picture_away(self):
        self.show(2)
        self.sim.expect(1, sees=[2])
        self.server.ctl("camera", "off", "x.00002", "--conference", CONFERENCE)
        self.sim.expect(1, not_sees=[2])
        self.server.ctl("camera", "on", "x.00002", "--conference", CONFERENCE)
        self.show(2)
        self.sim.expect(1, sees=[2])

    def test_voice_switching_follows_the_speaker(self):
        self.server.ctl("conference", "voice", "on", "--conference", CONFERENCE)
        self.server.ctl("unmute", "x.00003", "--conference", CONFERENCE)
        self.sim.expect(1, sees=[3], within=15)
        self.server.ctl("mute", "x.00003", "--conference", CONFERENCE)
        self.server.ctl("unmute", "x.00004", "--conference", CONFERENCE)
        self.sim.expect(1, sees=[4], within=15)

    def test_precued_site_is_warm(self):
        self.server.ctl("view", "precue", "x.00003", "--conference", CONFERENCE)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00003")["warm"], "x.00003 is warm")
        self.show(3)
        self.sim.expect(1, sees=[3], hears=[3])

    def test_lock_keeps_newcomers_out(self):
        self.server.ctl("conference", "lock", CONFERENCE)
        self.server.ctl("hangup", "x.00004", "--conference", CONFERENCE)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00004")["state"] != "connected", "x.00004 left")
        self.server.ctl("conference", "unlock", CONFERENCE)

    def test_ambiguous_names_are_refused_with_candidates(self):
        done = self.server.ctl("show", "muong bang", "--conference", CONFERENCE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("x.00002", done.stderr + done.stdout)
        self.assertIn("x.00003", done.stderr + done.stdout)

    def test_exit_codes(self):
        self.assertEqual(self.server.ctl("show", "x.99999", "--conference", CONFERENCE, check=False).returncode, 1)
        self.assertEqual(self.server.ctl("no-such-word", check=False).returncode, 2)

    def test_watch_tells_what_happens(self):
        watch = subprocess.Popen([str(BIN / "mcuctl"), "--server", f"unix:{self.server.socket}", "--json", "watch"],
                                 stdout=subprocess.PIPE, text=True)
        try:
            self.show(2)
            wanted = {"take.done"}
            seen = set()
            for line in watch.stdout:
                import json
                seen.add(json.loads(line)["kind"])
                if wanted <= seen:
                    break
                self.show(3 if len(seen) % 2 else 2)
            self.assertLessEqual(wanted, seen)
        finally:
            watch.kill()
            watch.wait()
            watch.stdout.close()


if __name__ == "__main__":
    unittest.main()

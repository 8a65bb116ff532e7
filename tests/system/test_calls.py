# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms call and are called; each one's picture and tone arrives where it should."""

import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest

LISTENING = ("--look", "all", "--listen", "all")


class Calls(SystemTest):
    def meet(self, transport, *options):
        self.start_server(3)
        sim = self.start_rooms(3, *LISTENING, *options, transport=transport)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2], not_hears=[1, 3])
        sim.expect(3, sees=[2], hears=[2], not_hears=[1, 3])
        self.show(3)
        sim.expect(1, sees=[3], hears=[3], not_hears=[2])
        sim.expect(2, sees=[3], hears=[3], not_hears=[2])
        # A room is never shown its own picture nor sent its own sound.
        sim.expect(3, not_sees=[3], not_hears=[3])
        return sim

    def test_clear_on_udp(self):
        self.meet("udp", "--encryption", "disabled")

    def test_clear_on_tcp(self):
        self.meet("tcp", "--encryption", "disabled")

    def test_h263(self):
        self.meet("udp", "--encryption", "disabled", "--codec", "h263")

    def test_h263_1998(self):
        self.meet("udp", "--encryption", "disabled", "--codec", "h263-1998")

    def test_h261(self):
        self.meet("udp", "--encryption", "disabled", "--codec", "h261")

    def test_g722_and_vp8(self):
        self.meet("udp", "--encryption", "disabled", "--audio-codec", "g722", "--codec", "vp8")

    def test_pcmu_and_packetization_mode_0(self):
        self.meet("udp", "--encryption", "disabled", "--audio-codec", "pcmu", "--h264-mode", "0")

    def test_rooms_of_different_codecs_in_one_conference(self):
        self.start_server(4)
        first = self.start_rooms(2, *LISTENING, "--encryption", "disabled", "--codec", "vp8", "--audio-codec", "pcma")
        second = self.start_rooms(2, *LISTENING, "--encryption", "disabled", "--h264-mode", "0", first=3)
        self.server.wait_sites(CONFERENCE, 4)
        self.show(2)
        second.expect(3, sees=[2], hears=[2])
        self.show(3)
        first.expect(1, sees=[3], hears=[3])
        first.expect(2, sees=[3], hears=[3])

    def test_2x2_without_seeing_oneself(self):
        self.start_server(5)
        sim = self.start_rooms(5, *LISTENING, "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 5)
        self.server.ctl("layout", "set", "2x2", "x.00001", "x.00002", "x.00003", "x.00004", "--conference", CONFERENCE)
        sim.expect(5, sees=[1, 2, 3, 4], within=20)
        for room in (1, 2, 3, 4):
            sim.expect(room, not_sees=[room], within=10)

    def test_everybody_hears_the_sum_minus_own(self):
        self.start_server(4)
        sim = self.start_rooms(4, *LISTENING, "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 4)
        self.server.ctl("unmute", "x.00002", "x.00003", "--conference", CONFERENCE)
        sim.expect(1, hears=[2, 3], not_hears=[1, 4])
        sim.expect(2, hears=[3], not_hears=[2])
        sim.expect(3, hears=[2], not_hears=[3])
        self.server.ctl("mute", "x.00002", "--conference", CONFERENCE)
        sim.expect(1, hears=[3], not_hears=[2])
        self.server.ctl("deafen", "x.00001", "--conference", CONFERENCE)
        sim.expect(1, not_hears=[2, 3])

    def test_the_server_dials_registered_rooms_and_hangs_up(self):
        self.start_server(3)
        sim = self.start_rooms(2, *LISTENING, "--encryption", "disabled", "--register")
        wait_for(lambda: self.server.site(CONFERENCE, "x.00001")["registered"] and
                 self.server.site(CONFERENCE, "x.00002")["registered"], "both rooms registered", 20)
        self.server.ctl("site", "call-absent", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.server.ctl("hangup", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["state"] != "connected", "x.00002 is hung up")

    def test_hold_and_reinvite(self):
        self.start_server(3)
        sim = self.start_rooms(3, *LISTENING, "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        sim.ask("hold", room=2, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 holds")
        sim.expect(1, not_hears=[2])
        sim.ask("hold", room=2, on=False)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 is back")
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])

    def test_unlisted_callers_are_refused_unless_the_conference_is_open(self):
        self.start_server(2)
        stranger = self.start_rooms(1, "--encryption", "disabled", first=77, name="stranger")
        wait_for(lambda: stranger.report(77)["state"] in ("failed", "ended"), "the stranger is refused")
        self.assertIn("forbidden", stranger.report(77)["cause"])
        self.assertNotIn("x.00077", [s["id"] for s in self.server.conference(CONFERENCE)["sites"]])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 under strain: bad lines, many rooms, and peers that send what chance makes of real messages."""

import os
import unittest

from h323_mutations import Mutator, Recorder
from h323_support import LISTENING, H323Test
from harness import wait_for
from support import CONFERENCE

MUTATIONS = 1_000_000 if os.environ.get("MCU_TEST_LONG") else 20_000


class H323Line(H323Test):
    def test_five_percent_loss(self):
        self.start_h323_server(3)
        good = self.start_h323_rooms(2, *LISTENING)
        self.start_h323_rooms(1, *LISTENING, "--loss", "5", first=3)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(3)
        good.expect(1, sees=[3], hears=[3], within=20)

        def measured():
            streams = self.server.site(CONFERENCE, "x.00003")["streams"]
            return any(s["kind"] == "video" and s["received"]["loss_percent"] > 2 for s in streams)
        wait_for(measured, "the loss is measured", 30)
        good.expect(2, sees=[3], hears=[3], within=20)
        self.show(2)
        good.expect(1, sees=[2], hears=[2])
        self.assertEqual(self.counters()["h323.active_calls"], 3)


class H323Crowd(H323Test):
    JUDGED = False  # the messages are those of the other tests

    def test_a_hundred_and_twenty_rooms(self):
        server = self.start_h323_server(120, h323={"connections_per_address": 300}, conference={"layout": "2x2"})
        watcher = self.start_h323_rooms(2, *LISTENING)
        server.wait_sites(CONFERENCE, 2)
        self.show(2)
        watcher.expect(1, sees=[2], hears=[2])
        crowd = self.start_h323_rooms(118, "--same-picture", "--rate", "10", "--size", "320x180", "--kbps", "128",
                                      "--fps", "10", first=3, name="crowd")
        server.wait_sites(CONFERENCE, 120, seconds=90)
        self.assertEqual(self.counters()["h323.active_calls"], 120)
        watcher.expect(1, sees=[2], hears=[2], within=20)
        threads = server.program.threads()
        self.show(120)
        watcher.expect(1, sees=[3], not_sees=[2], hears=[120], within=20)  # they share a picture, not a tone
        self.show(2)
        watcher.expect(1, sees=[2], hears=[2], within=20)
        self.assertLessEqual(server.program.threads(), threads + 8, "threads do not grow with rooms")
        crowd.stop()
        wait_for(lambda: self.counters()["h323.active_calls"] == 2, "the crowd has left", 60)
        watcher.expect(1, sees=[2], hears=[2], within=20)


class H323Mutations(H323Test):
    JUDGED = False

    def recorded(self):
        """What room 3 says in a call."""
        recorder = Recorder(self.h323_port)
        port, self.server.ports["h323"] = self.server.ports["h323"], recorder.port
        sim = self.start_h323_rooms(1, first=3, name="recorded")
        self.server.ports["h323"] = port
        self.server.wait_sites(CONFERENCE, 3)
        sim.ask("limit-video", room=3, kbps=512)
        sim.ask("hold", room=3, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00003")["held"], "x.00003 holds")
        sim.ask("hold", room=3, on=False)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00003")["held"], "x.00003 is back")
        sim.ask("keyframe", room=3)
        sim.ask("hangup", room=3)
        messages = recorder.messages()
        self.assertGreater(len(messages), 15)
        return messages

    def test_changed_messages_of_a_real_call_disturb_nobody(self):
        self.start_h323_server(3, h323={"silence_seconds": 2, "connections_per_address": 5000})
        sim = self.start_h323_rooms(2, *LISTENING)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        mutator = Mutator(self.recorded(), self.h323_port)
        warm, early = None, MUTATIONS // 4
        watched = 0
        while mutator.sent < MUTATIONS:
            mutator.call(15)
            if mutator.sent >= watched:
                watched += 2000
                sim.expect(1, sees=[2], hears=[2])
            if warm is None and mutator.sent >= early:
                warm = self.server.program.resident_mib()
        sim.expect(1, sees=[2], hears=[2])
        self.assertGreater(mutator.connected, MUTATIONS // 100, "most calls were answered before the nonsense began")
        wait_for(lambda: self.counters()["h323.active_calls"] == 2, "what they began is over", 60)
        wait_for(lambda: self.server.status()["transport"]["sessions"] == 2, "no session is left over", 30)
        self.assertGreater(self.counters()["h323.malformed"], 100)
        self.assertLess(self.server.program.resident_mib(), warm * 1.15 + 10, "memory does not grow")


if __name__ == "__main__":
    unittest.main()

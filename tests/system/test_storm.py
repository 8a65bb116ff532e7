# SPDX-License-Identifier: GPL-3.0-or-later
"""Many rooms come and go."""

import time
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest


class Storm(SystemTest):
    def test_fifty_rooms_join_in_ten_seconds_and_leave(self):
        server = self.start_server(50, conference={"layout": "2x2"})
        watcher = self.start_rooms(2, "--look", "all", "--listen", "all", "--encryption", "disabled")
        server.wait_sites(CONFERENCE, 2)
        self.show(2)
        watcher.expect(1, sees=[2], hears=[2])
        crowd = self.start_rooms(48, "--same-picture", "--encryption", "disabled", "--rate", "5", first=3, name="crowd")
        server.wait_sites(CONFERENCE, 50, seconds=60)
        watcher.expect(1, sees=[2], hears=[2])
        watcher.expect(1, not_hears=[1])
        crowd.stop()
        wait_for(lambda: sum(s["state"] == "connected" for s in server.conference(CONFERENCE)["sites"]) == 2,
                 "the crowd has left", 30)
        watcher.expect(1, sees=[2], hears=[2])

    def test_two_hours_of_joins_and_leaves_leave_nothing_behind(self):
        server = self.start_server(10, conference={"layout": "2x2"})
        sim = self.start_rooms(10, "--same-picture", "--encryption", "disabled", "--idle")
        self.assertEqual(self.join_and_leave(sim, 500), 0)
        before = server.program.resident_mib()
        self.assertEqual(self.join_and_leave(sim, 1500), 0)
        wait_for(lambda: server.status()["transport"]["sessions"] == 0, "no session left", 30)
        self.assertEqual(server.status()["decoders"], 0)
        self.assertLess(server.program.resident_mib(), before * 1.15 + 10)

    @staticmethod
    def join_and_leave(sim, calls, rate=50, batch=10):
        """That many short calls at a steady rate, ended transactions having time to leave; returns how many failed."""
        failed, begin = 0, time.monotonic()
        for done in range(0, calls, batch):
            failed += sim.ask("churn", seconds=60, calls=batch)["failed"]
            time.sleep(max(0.0, begin + (done + batch) / rate - time.monotonic()))
        return failed


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Technical checks of real calls: rooms that are good, black, silent, frozen, or on a bad line."""

import json
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest
from test_session import NAMES, plan

CLEAR = ("--encryption", "disabled", "--size", "640x360", "--fps", "25", "--kbps", "600")
SECONDS = 6  # of a measurement, where nothing need come back
# What waits for a core of the test's machine is no fault of a line.
LIMITS = {"call_seconds": 10, "least_frames_per_second": 5, "most_jitter_ms": 200, "most_round_trip_ms": 2000}


class Checks(SystemTest):
    def begin(self, count=4, seconds=SECONDS, **limits):
        self.start_server(count, session={"checks": {"seconds": seconds, **LIMITS, **limits}})
        path = self.work.path / "plan.yaml"
        path.write_text(plan())
        self.ctl("plan", "import", path)

    def ctl(self, *args, **options):
        return self.server.ctl(*args, **options)

    def document(self, *words):
        return json.loads(self.ctl(*words, "--format", "json").stdout)

    def check(self, *words):
        """Runs checks to their end; the results by site."""
        self.ctl("check", "run", *words, check=False)
        return {s["id"]: s for s in self.document("check", "list")["sites"]}

    def items(self, site):
        return {i["item"]: (i["verdict"], i["value"]) for i in self.document("check", "show", site)["items"]}

    def test_a_good_room_passes_and_goes_on_afterwards(self):
        self.begin()
        sim = self.start_rooms(4, *CLEAR, "--look", "all", "--listen", "all")
        self.server.wait_sites(CONFERENCE, 4)
        self.ctl("show", "x.00001", "--conference", CONFERENCE)
        sim.expect(2, sees=[1], within=15)
        results = self.check("x.00002", "x.00003", "x.00004", "--concurrency", "2")
        for number in (2, 3, 4):
            self.assertEqual(results[f"x.{number:05}"]["verdict"], "passed", self.items(f"x.{number:05}"))
        items = self.items("x.00002")
        self.assertEqual(items["picture_in"], ("passed", "good"))
        self.assertEqual(items["encryption"], ("passed", "clear"))
        for number in (2, 3, 4):
            sim.expect(number, sees=[1], hears=[1], within=15)
        self.assertEqual(self.document("check", "list", "--open")["sites"][0]["id"], "x.00001")

    def test_what_is_on_air_is_not_disturbed(self):
        self.begin()
        sim = self.start_rooms(2, *CLEAR, "--look", "all", "--listen", "all")
        self.server.wait_sites(CONFERENCE, 2)
        self.ctl("show", "x.00001", "--conference", CONFERENCE)
        sim.expect(2, sees=[1], within=15)
        results = self.check("x.00001")
        self.assertEqual(results["x.00001"]["verdict"], "not-checked")
        self.assertIn("on air", results["x.00001"]["what"])

    def test_a_take_ends_a_check_at_once(self):
        self.begin(seconds=30)
        sim = self.start_rooms(2, *CLEAR, "--look", "all", "--listen", "all")
        self.server.wait_sites(CONFERENCE, 2)
        self.ctl("check", "run", "x.00002", "--no-wait")
        wait_for(lambda: not sim.report(2)["sees"], "room 2 is shown the test picture", 15)
        self.ctl("show", "x.00002", "--conference", CONFERENCE)
        sim.expect(1, sees=[2], hears=[2], within=5)
        result = wait_for(lambda: [s for s in self.document("check", "list")["sites"] if s["times"] == "1"], "the result is kept")[0]
        self.assertEqual((result["id"], result["verdict"]), ("x.00002", "not-checked"))

    def test_faults_of_rooms_are_found(self):
        self.begin()
        for number, fault in ((1, "--black"), (2, "--silent")):
            self.start_rooms(1, *CLEAR, fault, first=number)
        frozen = self.start_rooms(1, *CLEAR, first=3)
        self.server.wait_sites(CONFERENCE, 3)
        frozen.ask("freeze", room=3, on=True)
        results = self.check("--all")
        self.assertEqual({s: r["verdict"] for s, r in results.items()}, {f"x.{n:05}": "failed" for n in (1, 2, 3, 4)})
        self.assertEqual(self.items("x.00001")["picture_in"], ("failed", "black"))
        self.assertEqual(self.items("x.00001")["sound_in"][0], "passed")
        self.assertEqual(self.items("x.00002")["sound_in"], ("failed", "silence"))
        self.assertEqual(self.items("x.00002")["picture_in"], ("passed", "good"))
        self.assertEqual(self.items("x.00003")["picture_in"][0], "failed")
        self.assertEqual(self.items("x.00004")["call"][0], "failed", "has no address and did not call")
        frozen.ask("freeze", room=3, on=False)
        self.assertEqual(self.check("x.00003")["x.00003"]["verdict"], "passed")
        self.assertEqual(len(self.document("check", "show", "x.00003")["history"]), 2)

    def test_the_echo_of_a_room_that_returns_what_it_is_sent_is_found(self):
        self.begin(2, seconds=15)
        self.start_rooms(1, *CLEAR, "--returns", first=2)
        self.server.wait_sites(CONFERENCE, 1)
        self.check("x.00002")
        items = self.items("x.00002")
        self.assertEqual(items["sound_in"][0], "passed", "the test sound is heard, and comes back")
        self.assertEqual(items["echo"][0], "failed", items)
        self.assertIn("tiếng vọng", self.ctl("check", "show", "x.00002", language="vi").stdout)

    def test_a_lossy_line_fails(self):
        self.begin(2)
        self.start_rooms(1, *CLEAR, "--loss", "8", first=2)
        self.server.wait_sites(CONFERENCE, 1)
        self.check("x.00002")
        self.assertEqual(self.items("x.00002")["loss"][0], "failed", self.items("x.00002"))

    def test_kill_9_loses_no_result(self):
        self.begin()
        self.start_rooms(2, *CLEAR)
        self.server.wait_sites(CONFERENCE, 2)
        self.check("x.00001", "x.00002")
        self.server.kill()
        self.server.start()
        results = {s["id"]: s["verdict"] for s in self.document("check", "list")["sites"]}
        self.assertEqual(results["x.00001"], "passed")
        self.assertEqual(results["x.00003"], "not-checked")
        form = self.ctl("check", "form", "--format", "csv", "--bom", language="vi").stdout
        self.assertIn("Đạt", form)
        self.assertIn(NAMES[1][1], form)

    def test_a_drill_times_real_takes(self):
        self.begin()
        self.start_rooms(4, *CLEAR, "--look", "first", "--listen", "first")
        self.server.wait_sites(CONFERENCE, 4)
        done = self.ctl("drill", "run", "--sample", "2", "--seed", "7")
        self.assertIn("drill 1 of S-1: 2 sites", done.stdout)
        drill = self.document("drill", "show")
        self.assertEqual(len(drill["drill"]), 2)
        for take in drill["drill"]:
            self.assertEqual(take["result"], "passed", take)
            self.assertLess(float(take["two_way"]), 5)


if __name__ == "__main__":
    unittest.main()

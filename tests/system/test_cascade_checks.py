# SPDX-License-Identifier: GPL-3.0-or-later
"""What a slave checks stands in its master's session by itself (PL4-06): before the link, while it is lost, over kill -9."""

import json
import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import MASTER, VNPT, site_id

# What waits for a core of the test's machine is no fault of a line.
LIMITS = {"seconds": 3, "call_seconds": 10, "least_frames_per_second": 5, "most_jitter_ms": 200, "most_round_trip_ms": 2000}


class CascadeChecks(CascadeTest):
    def begin(self):
        """Servers whose links are cut, and rooms of the slave."""
        province = self.make(slaves=(VNPT,))
        for server in province.servers.values():
            server.sections["session"] = {"checks": LIMITS}
        province.start()
        province.relays[VNPT].cut()
        province.call_rooms(4006, 4009)
        wait_for(lambda: all(province.site(n, VNPT)["state"] == "connected" for n in (4006, 4009)), "rooms are at the slave", 20)
        path = self.plan(1, 4006, 4009)
        for mcu in (MASTER, VNPT):
            province.ctl(mcu, "plan", "import", path)
        return province

    def sites(self, mcu):
        listed = json.loads(self.province.ctl(mcu, "check", "list", "--format", "json").stdout)
        return {site["id"]: site for site in listed["sites"]}

    def verdict(self, mcu, number):
        return self.sites(mcu)[site_id(number)]["verdict"]

    def test_results_are_the_masters_by_themselves(self):
        province = self.begin()
        province.ctl(VNPT, "check", "run", site_id(4006), check=False)
        self.assertIn(self.verdict(VNPT, 4006), ("passed", "failed"))
        self.assertEqual(self.verdict(MASTER, 4006), "not-checked", "the link is cut")
        province.relays[VNPT].mend()
        province.wait_links()
        wait_for(lambda: self.verdict(MASTER, 4006) == self.verdict(VNPT, 4006), "the result goes up with the link", 10)
        province.ctl(VNPT, "check", "run", site_id(4009), check=False)
        wait_for(lambda: self.verdict(MASTER, 4009) == self.verdict(VNPT, 4009) != "not-checked", "and while it is up", 10)
        province.master.kill()
        province.master.start()
        self.assertEqual(self.verdict(MASTER, 4006), self.verdict(VNPT, 4006), "it is on the master's disk")
        shown = [json.loads(province.ctl(mcu, "check", "show", site_id(4009), "--format", "json").stdout) for mcu in (MASTER, VNPT)]
        self.assertEqual(shown[0]["items"], shown[1]["items"])
        province.wait_links()
        history = json.loads(province.ctl(MASTER, "check", "show", site_id(4009), "--format", "json").stdout)["history"]
        self.assertEqual(len(history), 1, "told again with the new link, and not doubled")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's plan and script at its slave, the slave's answers at the master (PL3-07, PL4-08, PL5-03): over cuts and kill -9."""

import json
import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import MASTER, VNPT, site_id


class CascadeSessions(CascadeTest):
    def read(self, mcu, *words):
        """A document as JSON; empty while there is none."""
        done = self.province.ctl(mcu, *words, "--format", "json", check=False)
        return json.loads(done.stdout) if done.returncode == 0 else {}

    def agreement(self, mcu, unit):
        return {row["unit"]: row["state"] for row in self.read(mcu, "plan", "show").get("agreements", [])}.get(unit)

    def script(self):
        """The master's script as the slave's technician reads it: cue, next."""
        sessions = self.province.cascade(VNPT).get("sessions", [])
        return (sessions[0].get("now", {}).get("number"), sessions[0].get("next", {}).get("number")) if sessions else None

    def test_plan_agreement_and_script(self):
        province = self.meet(1, 4006, slaves=(VNPT,))
        path = self.plan(1, 4006)
        path.write_text(path.read_text() + f'  - {{cue: 2, title: "Báo cáo", layout: full, show: [{site_id(1)}]}}\n'
                        f'  - {{cue: 3, title: "Xã phát biểu", layout: full, show: [{site_id(4006)}]}}\n')
        province.ctl(MASTER, "plan", "import", path)
        wait_for(lambda: self.agreement(VNPT, "vnpt") == "none", "the plan is at the slave", 10)
        self.assertEqual(province.ctl(VNPT, "plan", "show", "--yaml").stdout, path.read_text())

        refused = province.ctl(VNPT, "script", "next", check=False)
        self.assertNotEqual(refused.returncode, 0, "the script is the master's")
        province.ctl(VNPT, "--org", "vnpt", "plan", "agree")
        wait_for(lambda: self.agreement(MASTER, "vnpt") == "agreed", "the agreement is at the master", 10)
        province.ctl(VNPT, "session", "step", "rehearsal")
        wait_for(lambda: "-" not in [row["at"] for row in self.read(MASTER, "plan", "show").get("rehearsals", [{"at": "-"}])],
                 "the master knows that the slave has rehearsed", 10)

        province.ctl(MASTER, "session", "start")
        province.ctl(MASTER, "script", "next")
        wait_for(lambda: self.script() == (1, 2), "the slave follows the script", 10)
        shown = province.ctl(VNPT, "cascade", "status", language="en").stdout
        self.assertRegex(shown, r"script of the master 1/3, since \d\d:\d\d:\d\d: Khai mạc")
        self.assertIn("next: 2 Báo cáo", shown)

        province.relays[VNPT].cut()
        province.wait_link(VNPT, MASTER, "control-lost")
        province.ctl(MASTER, "script", "next")
        self.assertEqual(self.script(), (1, 2), "as it was told last")
        province.relays[VNPT].mend()
        province.wait_links()
        wait_for(lambda: self.script() == (2, 3), "the link brings it", 10)

        slave = province.servers[VNPT]
        slave.kill()
        slave.start()
        province.wait_links()
        wait_for(lambda: self.script() == (2, 3), "also after kill -9 of the slave", 10)
        self.assertEqual(self.agreement(VNPT, "vnpt"), "agreed", "it is on the slave's disk")
        now = [row["cue"] for row in self.read(VNPT, "script", "show")["script"] if row["now"] == "now"]
        self.assertEqual(now, ["2"], "the script at the slave stands there too")
        province.master.kill()
        province.master.start()
        province.wait_links()
        wait_for(lambda: self.script() == (2, 3), "and of the master", 10)
        self.assertEqual(self.agreement(MASTER, "vnpt"), "agreed")

        province.ctl(MASTER, "session", "end")
        wait_for(lambda: self.script() is None, "the end is told", 10)
        listed = self.read(VNPT, "plan", "list")
        self.assertEqual([row["state"] for row in listed["plans"]], ["ended"])


if __name__ == "__main__":
    unittest.main()

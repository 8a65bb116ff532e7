# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of rooms become incidents: with an owner, told by a command, kept over kill -9, closed by themselves when healed."""

import stat
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest

LISTENING = ("--look", "all", "--listen", "all", "--encryption", "disabled")


class Incidents(SystemTest):
    def setUp(self):
        super().setUp()
        self.outbox = self.work.path / "told"
        self.outbox.mkdir()
        teller = self.work.path / "tell"
        teller.write_text(f"#!/bin/sh\ncat > \"{self.outbox}/$(date +%s%N)-$HNTH_RECIPIENT\"\n")
        teller.chmod(teller.stat().st_mode | stat.S_IXUSR)
        self.start_server(3, incidents={"notice_command": [str(teller)],
                                        "quality": {"worsen_after": 7, "heal_after": 2}})
        listed = self.work.path / "sites.csv"
        listed.write_text("id,name,level,mcu,owner,contact,phone\n" + "".join(
            f"{s['id']},{s['name']},commune,mcu.test,viettel,Mai,0900000003\n" for s in self.server.sites))
        self.server.ctl("registry", "import", listed)

    def incidents(self, *words):
        return self.server.json("incident", "list", *words)["incidents"]

    def told(self):
        return [path.read_text() for path in sorted(self.outbox.iterdir())]

    def kill_and_start(self):
        self.server.kill()
        self.server.start()

    def test_a_room_that_dies_is_an_incident_until_it_is_back(self):
        self.start_rooms(2, *LISTENING)
        lost = self.start_rooms(1, *LISTENING, first=3)
        self.server.wait_sites(CONFERENCE, 3)
        self.assertEqual(self.incidents(), [])
        lost.program.kill()
        opened = wait_for(lambda: self.incidents("--open"), "the incident opens", 20)[0]
        self.assertEqual((opened["id"], opened["site"], opened["kind"]), ("I-1", "x.00003", "drop"))
        self.assertEqual((opened["owner"], opened["contact"], opened["phone"]), ("viettel", "Mai", "0900000003"))
        self.assertIn("SỰ CỐ I-1", wait_for(self.told, "the command is told")[0])
        self.server.ctl("incident", "note", "I-1", "mất điện, UPS hỏng")
        self.kill_and_start()
        self.assertEqual([i["id"] for i in self.incidents("--open")], ["I-1"], "kill -9 forgets nothing")
        shown = self.server.ctl("incident", "show", "1", language="vi").stdout
        self.assertIn("mất điện, UPS hỏng", shown)
        self.assertIn("viettel", shown)
        again = self.start_rooms(1, *LISTENING, first=3, name="again")
        closed = wait_for(lambda: [i for i in self.incidents() if i["id"] == "I-1" and i["closed_at_us"]],
                          "it closes itself", 30)[0]
        self.assertEqual(closed["healed"], "connected again")
        wait_for(lambda: len(self.told()) == 2, "its end is told, each once")
        self.assertIn("ĐÃ KHẮC PHỤC I-1", self.told()[1])
        again.stop()

    def test_a_bad_line_is_graded_and_heals(self):
        self.start_rooms(2, *LISTENING)
        bad = self.start_rooms(1, *LISTENING, "--loss", "12", first=3)
        self.server.wait_sites(CONFERENCE, 3)
        opened = wait_for(lambda: [i for i in self.incidents("--open") if i["kind"] == "quality"], "the line is bad", 40)[0]
        self.assertEqual(opened["site"], "x.00003")
        self.assertRegex(opened["cause"], "loss [0-9.]+ %")
        graded = {s["site"]: s for s in self.server.json("incident", "quality")["sites"]}
        self.assertIn(graded["x.00003"]["grade"], ("warning", "bad"))
        self.assertEqual(graded["x.00002"]["grade"], "good")
        self.assertGreater(graded["x.00003"]["loss_percent"], 3)
        self.assertEqual(graded["x.00002"]["owner"], "viettel")
        self.assertIn("loss", self.server.ctl("incident", "list").stdout)
        bad.stop()
        wait_for(lambda: not self.incidents("--open"), "hanging up ends it", 20)

    def test_closing_by_hand_and_refusals(self):
        self.start_rooms(1, *LISTENING)
        lost = self.start_rooms(1, *LISTENING, first=3)
        self.server.wait_sites(CONFERENCE, 2)
        lost.program.kill()
        wait_for(lambda: self.incidents("--open"), "the incident opens", 20)
        refused = self.server.ctl("incident", "note", "I-7", "x", check=False, language="vi")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("không có sự cố", refused.stderr)
        self.assertIn("I-1 is closed", self.server.ctl("incident", "close", "I-1", "phòng đã nghỉ").stdout)
        self.assertEqual(self.server.ctl("incident", "close", "I-1", check=False).returncode, 1)
        self.kill_and_start()
        closed = self.incidents()[0]
        self.assertEqual(closed["healed"], "closed by tester")
        self.assertEqual([e["kind"] for e in closed["entries"]], ["closed"])


if __name__ == "__main__":
    unittest.main()

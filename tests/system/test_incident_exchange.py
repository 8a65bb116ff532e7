# SPDX-License-Identifier: GPL-3.0-or-later
"""Incidents between master and slaves over real control channels: seen, noted and closed at either end, over cuts and kill -9."""

import json
import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import MASTER, VIETTEL, VNPT, site_id


class IncidentExchange(CascadeTest):
    def incidents(self, mcu, *words):
        return self.province.servers[mcu].json("incident", "list", *words)["incidents"]

    def only(self, mcu, incident, *words):
        """The incident as that MCU has it; not there yet: None; twice there: a failure."""
        found = [i for i in self.incidents(mcu, *words) if (i["origin"], i["number"]) == (VNPT, incident)]
        self.assertLessEqual(len(found), 1, "doubled")
        return found[0] if found else None

    def texts(self, mcu, incident):
        one = self.only(mcu, incident)
        return [entry["text"] for entry in one["entries"]] if one else []

    def drop(self, number):
        """The room goes without a word; its incident's number at its own MCU."""
        before = {i["number"] for i in self.incidents(VNPT)}
        self.province.rooms[number].program.kill()
        news = wait_for(lambda: [i for i in self.incidents(VNPT, "--open") if i["number"] not in before],
                        "the slave opens an incident", 20)
        self.assertEqual([i["site"] for i in news], [site_id(number)])
        return int(news[0]["number"])

    def rooms_apart(self, *numbers):
        """Each room is a program of its own, so that one can die alone."""
        self.meet(rooms=False)
        for number in numbers:
            self.province.call_rooms(number)
        self.province.wait_sites(*numbers)

    def same_everywhere(self, incident):
        def so():
            here, there = (self.only(mcu, incident) for mcu in (VNPT, MASTER))
            parts = ("version", "kind", "severity", "site", "owner", "opened_at_us", "closed_at_us", "cause", "healed", "entries")
            return here and there and all(here.get(part) == there.get(part) for part in parts)
        wait_for(so, "both ends know the same", 20)

    def test_a_drop_at_a_slave_is_the_masters_to_see_note_and_close(self):
        self.rooms_apart(4006, 4171)
        master = self.province.master
        number = self.drop(4006)
        there = wait_for(lambda: self.only(MASTER, number), "the master knows", 10)
        self.assertEqual((there["id"], there["kind"], there["site"]), (f"{VNPT}/I-{number}", "drop", site_id(4006)))
        self.assertEqual(there["owner"], self.only(VNPT, number)["owner"])
        name = there["id"]
        shown = master.ctl("incident", "show", name, language="vi").stdout
        self.assertIn(name, shown)
        self.assertIn(site_id(4006), shown)
        master.ctl("incident", "note", name, "đã gọi VNPT")
        wait_for(lambda: self.texts(VNPT, number) == ["đã gọi VNPT"], "the slave reads the note", 10)
        self.province.ctl(VNPT, "incident", "note", f"I-{number}", "mất điện tại phòng họp")
        wait_for(lambda: len(self.texts(MASTER, number)) == 2, "the master reads the answer", 10)
        self.assertEqual(self.incidents(VIETTEL), [], "nobody else is told")
        self.assertIn(f"{name} is closed", master.ctl("incident", "close", name, "phòng đã nghỉ").stdout)
        wait_for(lambda: not self.incidents(VNPT, "--open"), "it is closed at the slave", 10)
        self.assertEqual(self.only(VNPT, number)["healed"], "closed by tester")
        self.same_everywhere(number)

    def test_a_cut_of_the_control_channel_loses_and_doubles_nothing(self):
        self.rooms_apart(4006, 4009, 4171)
        first = self.drop(4006)
        wait_for(lambda: self.only(MASTER, first), "the master knows", 10)
        self.province.relays[VNPT].cut()
        self.province.wait_link(MASTER, VNPT, "control-lost")
        second = self.drop(4009)
        self.province.ctl(VNPT, "incident", "note", f"I-{first}", "UPS hỏng")
        self.province.ctl(VNPT, "incident", "close", f"I-{second}", "nghỉ")
        self.province.master.ctl("incident", "note", f"{VNPT}/I-{first}", "đang chờ VNPT")
        self.assertIsNone(self.only(MASTER, second))
        self.assertEqual(self.texts(VNPT, first), ["UPS hỏng"])
        self.province.relays[VNPT].mend()
        self.province.wait_links()
        for incident in (first, second):
            self.same_everywhere(incident)
        self.assertEqual(sorted(self.texts(VNPT, first)), ["UPS hỏng", "đang chờ VNPT"])
        self.assertEqual(len(self.incidents(MASTER)), 2)

    def test_kill_of_the_slave_and_of_the_master(self):
        self.rooms_apart(4006, 4171)
        number = self.drop(4006)
        name = f"{VNPT}/I-{number}"
        wait_for(lambda: self.only(MASTER, number), "the master knows", 10)
        vnpt = self.province.servers[VNPT]
        vnpt.kill()
        self.province.wait_link(MASTER, VNPT, "control-lost")
        self.province.master.ctl("incident", "note", name, "VNPT mất máy chủ")
        self.province.master.kill()
        self.province.master.start()
        self.assertEqual(self.texts(MASTER, number), ["VNPT mất máy chủ"], "what was said to be kept is kept")
        vnpt.start()
        self.province.wait_links()
        self.same_everywhere(number)
        self.assertEqual(self.texts(VNPT, number), ["VNPT mất máy chủ"])
        # Numbers go on: what comes next at the slave is another incident, and another note.
        self.province.ctl(VNPT, "incident", "close", f"I-{number}", "đã thay máy")
        wait_for(lambda: not self.only(MASTER, number, "--open"), "closed at the master", 10)
        self.same_everywhere(number)
        self.assertEqual(len(self.incidents(MASTER)), 1)

    def document(self, *words):
        return json.loads(self.province.master.ctl("--session", "S-1", *words, "--format", "json").stdout)

    def test_the_report_has_incidents_of_all_mcus_lines_and_security(self):
        self.meet(rooms=False, slaves=(VNPT,))
        master = self.province.master
        for number in (1, 4006, 4009):
            self.province.call_rooms(number)
        self.province.wait_sites(1, 4006, 4009)
        master.ctl("plan", "import", self.plan(1, 4006, 4009))
        master.ctl("session", "ready")
        security = {item["item"]: item for item in self.document("session", "readiness")["security"]}
        self.assertEqual((security["policy"]["state"], security["policy"]["value"]), ("fail", "required preferred"))
        self.assertEqual(security["media"]["state"], "fail", "the rooms of this test are in clear")
        self.assertIn(site_id(4006), security["media"]["value"])
        self.assertEqual((security["links"]["state"], security["links"]["value"]), ("pass", "1/1"))
        # Those of the cascade at both ends are for years, the one for SIP of this test's server for 30 days.
        self.assertEqual((security["certificates"]["state"], security["certificates"]["value"]), ("warn", "3 sip 29"))
        master.ctl("session", "start")
        number = self.drop(4006)
        wait_for(lambda: self.only(MASTER, number), "the master knows", 10)
        self.province.ctl(VNPT, "incident", "note", f"I-{number}", "mất điện")
        wait_for(lambda: len(self.texts(MASTER, number)) == 1, "the note is there", 10)
        # Whoever looked at the sites and saw the loss measured the lines of the others.
        wait_for(lambda: {s["id"]: s["drops"] for s in self.document("report", "show")["attendance"]}[site_id(4006)] == "1",
                 "the session has seen the loss", 10)
        self.province.ctl(VNPT, "incident", "close", f"I-{number}", "đã cúp")
        wait_for(lambda: not self.only(MASTER, number, "--open"), "closed at the master", 10)
        master.ctl("session", "end")

        def rows():
            found = [i for i in self.document("report", "show")["incidents"] if i["incident"] == f"{VNPT}/I-{number}"]
            return found[0] if found and found[0]["until"] != "open" else None
        row = wait_for(rows, "the report has the incident", 10)
        self.assertEqual((row["kind"], row["mcu"], row["owner"]), ("drop", VNPT, "vnpt"))
        self.assertIn("mất điện", row["action"])
        wait_for(lambda: self.document("report", "show")["quality"], "lines are kept", 10)
        master.kill()
        master.start()
        self.assertEqual(rows(), row, "the report is the same after kill -9")
        lines = {line["id"]: line for line in self.document("report", "show")["quality"]}
        self.assertIn(site_id(4009), lines)
        self.assertEqual(lines[site_id(4009)]["encrypted"], "false")
        self.assertRegex(lines[site_id(4009)]["loss"], r"^\d+\.\d / \d+\.\d$")


if __name__ == "__main__":
    unittest.main()

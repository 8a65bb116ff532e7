# SPDX-License-Identifier: GPL-3.0-or-later
"""A session from plan to signed report against a real server and simulated rooms; what was told done survives kill -9."""

import datetime
import json
import os
import stat
import subprocess
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest

ZONE = datetime.timezone(datetime.timedelta(hours=7))
NAMES = {1: ("province", "Điểm cầu UBND tỉnh Sơn La"), 2: ("province", "Điểm cầu Sở NN&PTNT"),
         3: ("commune", "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)"), 4: ("commune", "Điểm cầu UBND xã Mường Lạn (Sốp Cộp)")}


def moment(**after):
    return (datetime.datetime.now(ZONE) + datetime.timedelta(**after)).isoformat(timespec="seconds")


def plan(title="Họp thử", extra=""):
    sites = "\n".join(f'  - {{id: x.{n:05}, name: "{name}", level: {level}, mcu: mcu.test, owner: vnpt, contact: lan'
                      f'{", chair: true" if n == 1 else ""}}}' for n, (level, name) in NAMES.items())
    return f"""schema: hnth-plan/1
session:
  id: S-1
  title: "{title}"
  kind: planned
  received_at: {moment(minutes=-5)}
  rehearsal: {{start: {moment(hours=1)}, end: {moment(hours=2)}}}
  start: {moment(hours=6)}
  conference: {CONFERENCE}
  declared_sites: 4
policy: {{agree: [vp-ubnd, vnpt], encryption: preferred}}
mcus:
  - {{id: mcu.test, role: master, org: vp-ubnd, technicians: [lan]}}
contacts:
  - {{id: lan, name: "Lan (mẫu)", org: vnpt, phone: "0900000001", email: "lan@example.vn", oncall: 24/24}}
sites:
{sites}
script:
  - {{cue: 1, title: "Khai mạc", layout: full, show: [x.00001]}}
  - {{cue: 2, title: "Báo cáo", layout: side-by-side, show: [x.00001, x.00002]}}
  - {{cue: 3, title: "Chủ tọa gọi", layout: on-request, callable: level:commune}}
{extra}"""


class Session(SystemTest):
    def setUp(self):
        super().setUp()
        self.outbox = self.work.path / "outbox"
        self.outbox.mkdir()
        sender = self.work.path / "send"
        sender.write_text(f"#!/bin/sh\ncat > \"{self.outbox}/$HNTH_CHANNEL-$HNTH_RECIPIENT\"\n"
                          "[ \"$HNTH_RECIPIENT\" != x.00004 ]\n")
        sender.chmod(sender.stat().st_mode | stat.S_IXUSR)
        self.start_server(4, session={"notice_command": [str(sender)]})
        self.plan = self.work.path / "plan.yaml"
        self.plan.write_text(plan())

    def ctl(self, *args, **options):
        return self.server.ctl(*args, **options)

    def kill_and_start(self):
        self.server.program.kill()
        self.server.program.process.wait()
        self.server.start()

    def document(self, *words):
        return json.loads(self.ctl(*words, "--format", "json").stdout)

    def test_a_plan_is_checked_without_a_server_and_imported_once(self):
        self.assertIn("4 sites", self.ctl("plan", "check", self.plan).stdout)
        wrong = self.work.path / "wrong.yaml"
        wrong.write_text(plan().replace("show: [x.00001, x.00002]", "show: [x.00009]").replace("declared_sites: 4", "declared_sites: 5"))
        refused = self.ctl("plan", "check", wrong, check=False, language="vi")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("khai 5 điểm cầu, danh sách có 4", refused.stderr)
        self.assertRegex(refused.stderr, r"wrong.yaml:\d+:\d+: script\[1\]\.show: ")
        self.assertEqual(self.ctl("plan", "import", wrong, check=False).returncode, 2)
        self.assertIn("no sessions yet", self.ctl("plan", "list").stdout)
        self.assertIn("version 1", self.ctl("plan", "import", self.plan).stdout)
        self.assertIn("has this plan already", self.ctl("plan", "import", self.plan).stdout)

    def test_notices_are_sent_by_the_command_and_stamped(self):
        self.ctl("plan", "import", self.plan)
        sent = self.ctl("plan", "send")
        self.assertIn("1 failed", sent.stdout)
        self.assertIn("Kính gửi", (self.outbox / "email-vnpt").read_text() + (self.outbox / "email-x.00001").read_text())
        self.assertTrue((self.outbox / "email-x.00004").exists())
        recipients = {r["id"]: r for r in self.document("plan", "notice")["recipients"]}
        self.assertEqual(recipients["vnpt"]["by"], "email")
        self.assertEqual(recipients["x.00004"]["by"], "-")
        self.ctl("plan", "told", "x.00004", "--by", "phone")
        recipients = {r["id"]: r for r in self.document("plan", "notice")["recipients"]}
        self.assertEqual(recipients["x.00004"]["by"], "phone")

    def test_kill_9_after_each_step_loses_nothing(self):
        self.ctl("plan", "import", self.plan)
        self.kill_and_start()
        self.assertEqual(len(self.document("plan", "list")["plans"]), 1)
        self.ctl("--org", "vnpt", "plan", "agree")
        self.kill_and_start()
        self.ctl("--org", "vp-ubnd", "plan", "agree")
        self.kill_and_start()
        self.assertEqual([a["state"] for a in self.document("plan", "show")["agreements"]], ["agreed", "agreed"])
        self.ctl("plan", "told", "vnpt")
        self.kill_and_start()
        self.ctl("session", "step", "rehearsal")
        self.kill_and_start()
        self.ctl("session", "start")
        self.kill_and_start()
        self.ctl("rollcall", "set", "x.00003", "absent", "--reason", "mất điện")
        self.kill_and_start()
        self.ctl("session", "note", "đã gọi điện", "--site", "x.00003")
        self.kill_and_start()
        self.ctl("script", "jump", "3")
        self.kill_and_start()
        self.ctl("session", "ready")
        self.kill_and_start()
        self.ctl("session", "end")
        self.kill_and_start()
        report = json.loads(self.ctl("--session", "S-1", "report", "show", "--format", "json").stdout)
        states = {d["deadline"]: d["state"] for d in report["deadlines"]}
        self.assertEqual(states["TIM-04"], "met")
        self.assertEqual(states["TIM-03"], "met")
        self.assertNotEqual(report["identity"]["ended"], "-")
        attendance = {s["id"]: s for s in report["attendance"]}
        self.assertEqual(attendance["x.00003"]["reason"], "mất điện")
        self.assertEqual(report["incidents"][0]["text"], "đã gọi điện")
        self.assertEqual([c["now"] for c in report["script"]], ["-", "-", "now"])

    def test_a_session_with_rooms(self):
        sim = self.start_rooms(4, "--look", "all", "--listen", "all", "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 4)
        self.ctl("plan", "import", self.plan)
        for unit in ("vp-ubnd", "vnpt"):
            self.ctl("--org", unit, "plan", "agree")
        self.assertIn("READY (green): 4 of 4", self.ctl("session", "ready").stdout)
        self.assertIn("4 of 4", self.ctl("rollcall", "take").stdout)
        self.assertIn("4 of 4 sites connected", self.ctl("session", "start").stdout)
        self.ctl("script", "next")
        sim.expect(2, sees=[1], within=15)
        self.ctl("script", "next")
        sim.expect(3, sees=[1, 2], within=15)
        outside = self.ctl("show", "x.00004", "--conference", CONFERENCE, "--no-wait").stdout
        self.assertIn("outside the script", outside)
        self.ctl("script", "reason", "chủ tọa hỏi nhanh")
        self.ctl("script", "next")
        self.ctl("request", "x.00003", "--conference", CONFERENCE)
        self.ctl("show", "x.00003", "--conference", CONFERENCE)
        sim.expect(1, sees=[3], within=15)
        self.ctl("hangup", "x.00004", "--conference", CONFERENCE)
        wait_for(lambda: self.report()["attendance"][3]["last"] != "-", "x.00004 is seen to leave")
        wait_for(lambda: self.report()["calls"], "the chair's call is kept")
        self.ctl("session", "end")
        report = self.report()
        self.assertEqual(report["calls"][0]["result"], "met")
        self.assertEqual(report["deviations"][0]["reason"], "chủ tọa hỏi nhanh")
        self.assertEqual(len(report["deviations"]), 1)

    def report(self):
        return json.loads(self.ctl("--session", "S-1", "report", "show", "--format", "json").stdout)

    def test_a_script_that_allows_nothing_else(self):
        self.plan.write_text(plan().replace("policy: {", "policy: {off_script: deny, "))
        self.start_rooms(4, "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 4)
        self.ctl("plan", "import", self.plan)
        self.ctl("session", "start")
        self.ctl("script", "next")
        denied = self.ctl("show", "x.00004", "--conference", CONFERENCE, "--no-wait", check=False, language="vi")
        self.assertEqual(denied.returncode, 4)
        self.assertIn("phương án không cho phép gì ngoài kịch bản", denied.stderr)
        self.ctl("request", "x.00004", "--conference", CONFERENCE)
        self.ctl("show", "x.00004", "--conference", CONFERENCE, "--no-wait")

    def test_the_report_is_signed_and_verified(self):
        self.ctl("plan", "import", self.plan)
        self.ctl("session", "start")
        self.ctl("session", "end")
        ca, own, out = (self.work.path / n for n in ("ca", "pki", "out"))
        self.ctl("cert", "ca", "--name", "HNTH thử", "--dir", ca)
        self.ctl("cert", "request", "--id", "mcu.test", "--dir", own)
        self.ctl("cert", "sign", own / "mcu.csr", "--dir", ca, "--out", own)
        self.ctl("--session", "S-1", "report", "write", "--dir", out, "--bom", "--sign-certificate", own / "mcu.pem",
                 "--sign-key", own / "mcu.key")
        names = sorted(p.name for p in out.iterdir())
        self.assertEqual(len(names), 12, names)
        report = out / "report-S-1.en.md"
        self.assertIn("mcu.test", self.ctl("report", "verify", report, "--authority", own / "ca.pem").stdout)
        self.assertTrue((out / "report-S-1.en.csv").read_bytes().startswith(b"\xef\xbb\xbf"))
        subprocess.run(["sha256sum", "-c", "report-S-1.en.html.sha256"], cwd=out, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["openssl", "cms", "-verify", "-binary", "-inform", "PEM", "-in", f"{report}.sig", "-content", report,
                        "-CAfile", own / "ca.pem", "-purpose", "any", "-out", os.devnull], check=True, stderr=subprocess.DEVNULL)
        text = report.read_text()
        report.write_text(text.replace("S-1", "S-2"))
        self.assertEqual(self.ctl("report", "verify", report, "--authority", own / "ca.pem", check=False).returncode, 1)
        (out / "report-S-1.en.md.sha256").unlink()
        altered = self.ctl("report", "verify", report, "--authority", own / "ca.pem", check=False)
        self.assertIn("one of them was altered", altered.stderr)

    def test_an_ad_hoc_session_is_one_command(self):
        listed = self.work.path / "sites.csv"
        listed.write_text("id,name,level,mcu,group,phone,on_call\n" + "".join(
            f"x.{n:05},{name},{level},mcu.test,pctt,0900000001,24/7\n" for n, (level, name) in NAMES.items()))
        self.ctl("registry", "import", listed)
        start = (datetime.datetime.now(ZONE) + datetime.timedelta(minutes=20)).strftime("%d/%m/%Y %H:%M")
        made = self.ctl("plan", "adhoc", "--title", "Ứng phó lũ quét", "--group", "pctt", "--chair", "x.00001", "--start", start).stdout
        self.assertIn("4 sites", made)
        states = {d["deadline"]: d["state"] for d in self.document("session", "deadlines")["deadlines"]}
        self.assertEqual(states["TIM-06"], "unreachable", "20 minutes are left: recorded, and the work goes on")
        self.assertEqual(states["TIM-04"], "not-due")
        self.ctl("session", "start")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""What an inspection asks of a running server: its security as evidence (GEN-01), versions (SEC-04), the machine (MON-01)."""

import json
import re
import subprocess
import unittest

from certificates import Authority
from harness import BUILD, unit_sites
from support import CONFERENCE, SystemTest
from test_session import moment, plan

PASSWORD = "mat-khau-khong-ai-duoc-biet"


class Evidence(SystemTest):
    def begin(self):
        sites = unit_sites(1, 2, 3)
        sites[1]["password"] = PASSWORD
        self.start_server(sites=sites, conference={"encryption": "required"})

    def report(self, kind="json", language="en"):
        return self.server.ctl("sec", "report", "--format", kind, language=language).stdout

    def test_each_line_is_in_force_and_names_its_requirements(self):
        self.begin()
        report = json.loads(self.report())
        lines = [(section, line["key"], line["value"], line["requirements"])
                 for section, rows in report.items() if isinstance(rows, list) for line in rows]
        for section, key, value, requirements in lines:
            self.assertTrue(value, (section, key))
            self.assertRegex(requirements, r"^((SEC|GEN)-\d\d|B-[A-Z]{3}-\d+)( ((SEC|GEN)-\d\d|B-[A-Z]{3}-\d+))*$", (section, key))
        known = {(section, key): value for section, key, value, _ in lines}
        self.assertEqual(known["access", "rooms.password"], "1 of 3")
        self.assertEqual(known["media", "conference"], f"{CONFERENCE}: required")
        self.assertTrue(any(s == "channels" and v.startswith("tls 127.0.0.1:") and ": TLS 1.2 or 1.3" in v for s, _, v, _ in lines), lines)
        self.assertIn(f"{self.server.socket} 0660", known["access", "control.socket"])
        self.assertEqual(known["certificates", "sip"], "29 d")
        ports = [line["value"] for line in report["ports"]]
        for port in json.loads(self.server.ctl("--json", "sec", "ports").stdout)["ports"]:
            self.assertTrue(any(f":{port['first']}" in each and each.endswith(port["state"]) for each in ports), (port, ports))
        self.assertEqual(report["identity"]["wrong_ports"], "0")

    def test_there_is_no_secret_in_it(self):
        self.begin()
        secret = {PASSWORD}
        for file in (self.work.path / "certificates").glob("*"):
            body = re.search(r"BEGIN [A-Z ]*PRIVATE KEY-+\n(.*?)\n-+END", file.read_text(errors="replace"), re.S)
            secret.update(body.group(1).split("\n") if body else ())
        self.assertGreater(len(secret), 2, "keys were found to look for")
        for kind in ("text", "md", "csv", "json", "html"):
            for language in ("vi", "en"):
                page = self.report(kind, language)
                for each in (*secret, "PRIVATE KEY", "inline:"):
                    self.assertNotIn(each, page)
        self.assertIn("Ai được kết nối", self.report("text", "vi"))

    def test_old_tls_is_refused_as_it_says(self):
        self.begin()
        for version, good in (("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)):
            done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.ports['tls']}", version,
                                   "-cipher", "DEFAULT:@SECLEVEL=0"], input=b"", capture_output=True, check=False)
            self.assertEqual(b"Cipher is (NONE)" not in done.stdout and b"New, " in done.stdout, good, (version, done.stdout[-600:]))

    def test_it_is_signed_and_verified(self):
        self.begin()
        files = Authority(self.work.path).enrol("mcu.test", self.work.path / "pki")
        own, out = files.folder, self.work.path / "out"
        self.server.ctl("sec", "write", "--dir", out, "--format", "md,json", "--sign-certificate", own / "mcu.pem", "--sign-key",
                        own / "mcu.key")
        self.assertEqual(sorted(p.name for p in out.iterdir()), sorted(
            f"sec-report.en.{kind}{end}" for kind in ("md", "json") for end in ("", ".sha256", ".sig")))
        page = out / "sec-report.en.md"
        self.assertIn("mcu.test", self.server.ctl("report", "verify", page, "--authority", own / "ca.pem").stdout)
        page.write_text(page.read_text().replace("required", "disabled"))
        self.assertEqual(self.server.ctl("report", "verify", page, "--authority", own / "ca.pem", check=False).returncode, 1)

    def test_versions_and_the_list_of_components(self):
        self.begin()
        version = json.loads(self.server.ctl("--json", "version").stdout)
        notes = subprocess.run(["readelf", "-n", BUILD / "bin" / "mcud"], capture_output=True, text=True, check=True).stdout
        self.assertIn(f"Build ID: {version['build_id']}", notes)
        components = {c["name"]: c for c in version["components"]}
        for name in ("openssl", "gstreamer", "sofia-sip", "libnice"):
            self.assertRegex(components[name]["version"], r"\d+\.\d+|\.so\.\d+", components[name])
            self.assertTrue(components[name]["built_with"], name)
        said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
        self.assertEqual(components["openssl"]["version"], said)
        page = self.server.ctl("version", "--verbose", language="vi").stdout
        self.assertIn(version["build_id"], page)
        self.assertIn("sofia-sip", page)
        listed = json.loads((BUILD / "sbom.cdx.json").read_text())
        self.assertEqual(listed["bomFormat"], "CycloneDX")
        self.assertEqual({c["name"]: c["version"] for c in listed["components"]},
                         {c["name"]: c["built_with"] for c in version["components"]})

    def test_the_machine_is_told(self):
        self.begin()
        machine = self.server.status()["machine"]
        for figure in ("cores", "memory_mib", "memory_free_mib", "disk_mib", "disk_free_mib", "media_ports"):
            self.assertGreater(float(machine[figure]), 0, figure)
        page = self.server.ctl("status", "--all", language="vi").stdout
        for words in ("nhân, CPU", "bộ nhớ trống", "đĩa trống", "cổng media 0/"):
            self.assertIn(words, page)

    def test_a_fault_of_security_holds_readiness_up(self):
        self.start_server(4)  # a conference that takes clear rooms
        path = self.work.path / "plan.yaml"
        path.write_text(plan().replace("encryption: preferred", "encryption: required, security_fault: red"))
        self.server.ctl("plan", "import", path)
        self.assertIn("(red)", self.server.ctl("session", "ready").stdout)
        seen = json.loads(self.server.ctl("session", "readiness", "--format", "json").stdout)
        self.assertIn("security:policy", [r["reason"] for r in seen["reasons"]])
        state = {item["item"]: item["state"] for item in seen["security"]}
        self.assertEqual((state["policy"], state["ports"], state["software"]), ("fail", "pass", "pass"))
        page = self.server.ctl("session", "readiness", language="vi").stdout
        self.assertIn("an toàn thông tin chưa đạt", page)

    def test_the_roster_is_checked(self):
        self.start_server(4)
        path = self.work.path / "plan.yaml"
        soon, late = moment(hours=7), moment(hours=20)

        def with_hours(until):
            text = plan(extra=f"on_call:\n  - {{contact: lan, place: mcu.vnpt, from: {moment(hours=0)}, until: {until}}}\n")
            return text.replace("\ncontacts:", "\n  - {id: mcu.vnpt, role: slave, org: vnpt, parent: mcu.test}\ncontacts:", 1)
        path.write_text(with_hours(soon))
        self.server.ctl("plan", "import", path)
        done = self.server.ctl("oncall", "check", check=False)
        self.assertEqual(done.returncode, 1, "the session lasts longer than the hours")
        document = json.loads(self.server.ctl("oncall", "list", "--format", "json").stdout)
        self.assertEqual([(g["id"], g["from"][:16]) for g in document["gaps"]], [("mcu.vnpt", soon[:16])])
        self.assertLessEqual({"mcu.test", "mcu.vnpt", "x.00001"}, {r["id"] for r in document["roster"]})
        path.write_text(with_hours(late))
        self.server.ctl("plan", "import", path)
        self.assertIn("đủ người trực", self.server.ctl("oncall", "check", language="vi").stdout)


if __name__ == "__main__":
    unittest.main()

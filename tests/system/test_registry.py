# SPDX-License-Identifier: GPL-3.0-or-later
"""The register of sites: from an office's list to a site that is called by what the chair says."""

import json
import unittest

from harness import ROOT
from support import SystemTest

SAMPLE = ROOT / "config" / "sonla-registry.csv"


class Registry(SystemTest):
    def setUp(self):
        super().setUp()
        self.start_server(1)

    def ctl(self, *args, check=True):
        return self.server.ctl(*args, check=check)

    def test_sample_registry_is_imported_and_survives_kill_9(self):
        dry = self.ctl("registry", "import", str(SAMPLE), "--dry-run").stdout
        self.assertIn("nothing imported, it would be 229 sites: 229 new", dry)
        self.assertIn("0 sites", self.ctl("registry", "list").stdout)
        self.assertIn("imported 229 sites", self.ctl("registry", "import", str(SAMPLE)).stdout)
        self.server.program.kill()
        self.server.program.process.wait()
        self.server.start()
        self.assertIn("229 sites", self.ctl("registry", "list").stdout)
        shown = json.loads(self.ctl("--json", "registry", "show", "chieng son").stdout)
        self.assertEqual(shown["site"]["id"], "x.03985")
        refused = self.ctl("registry", "show", "muong bang", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("x.04111", refused.stderr)
        self.assertIn("x.03964", refused.stderr)

    def test_export_opens_in_a_spreadsheet_and_comes_back(self):
        self.ctl("registry", "import", str(SAMPLE))
        out = self.work.path / "out.csv"
        self.ctl("registry", "export", "--bom", "--semicolon", "-o", str(out))
        self.assertTrue(out.read_bytes().startswith(b"\xef\xbb\xbfid;name;"))
        self.assertIn("229 as before", self.ctl("registry", "import", str(out)).stdout)

    def test_a_wrong_list_is_refused_whole_with_every_line(self):
        wrong = self.work.path / "wrong.csv"
        wrong.write_text("id,name,level\nx.1,A,commune\nx.1,B,village\n")
        refused = self.server.ctl("registry", "import", str(wrong), check=False, language="vi")
        self.assertEqual(refused.returncode, 2)
        self.assertIn(":3:1: id: \"x.1\" đã là mã của điểm cầu ở dòng 2", refused.stderr)
        self.assertIn(":3:1: level: cần government, province, district hoặc commune, lại gặp \"village\"", refused.stderr)
        self.assertIn("0 sites", self.ctl("registry", "list").stdout)

    def test_five_thousand_sites_go_in(self):
        many = self.work.path / "many.csv"
        lines = ["id,name,level,mcu"] + [f"x.{n},Điểm cầu UBND xã số {n},commune,mcu.vnpt" for n in range(5000)]
        many.write_text("\n".join(lines) + "\n")
        self.assertIn("imported 5000 sites", self.ctl("registry", "import", str(many)).stdout)
        self.assertIn("x.4999", self.ctl("registry", "show", "diem cau ubnd xa so 4999").stdout)

    def test_a_site_of_ours_can_be_added_to_a_conference_by_what_people_call_it(self):
        lines = ["id,name,short_name,kind,level,mcu,address",
                 "x.03985,Điểm cầu UBND xã Chiềng Sơn (Mộc Châu),Chiềng Sơn,xã,commune,mcu.test,198.51.100.85"]
        listed = self.work.path / "one.csv"
        listed.write_text("\n".join(lines) + "\n")
        self.ctl("registry", "import", str(listed))
        self.ctl("site", "add", "xa chieng son", "--conference", "giaoban")
        self.assertIn("x.03985", json.dumps(self.server.json("status")))


if __name__ == "__main__":
    unittest.main()

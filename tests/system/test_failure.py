# SPDX-License-Identifier: GPL-3.0-or-later
"""What the technician was told is done survives kill -9."""

import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest


class Failure(SystemTest):
    def test_conferences_sites_and_switches_come_back(self):
        server = self.start_server(3)
        server.ctl("conference", "create", "khan", "--title", "Họp khẩn", "--layout", "2x2")
        server.ctl("site", "add", "x.00002", "--conference", "khan", "--no-call")
        server.ctl("conference", "lock", "khan")
        server.kill()
        server.start()
        status = {c["id"]: c for c in server.status()["conferences"]}
        self.assertIn("khan", status)
        self.assertTrue(status["khan"]["locked"])
        self.assertEqual([s["id"] for s in status["khan"]["sites"]], ["x.00002"])

    def test_rooms_that_were_dialled_are_dialled_again(self):
        server = self.start_server(2)
        sim = self.start_rooms(2, "--encryption", "disabled", "--register", "--look", "all", "--listen", "all")
        wait_for(lambda: server.site(CONFERENCE, "x.00002")["registered"], "registered", 20)
        server.ctl("site", "call-absent", "--conference", CONFERENCE)
        server.wait_sites(CONFERENCE, 2)
        server.kill()
        server.start()
        server.wait_sites(CONFERENCE, 2, seconds=60)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2], within=20)

    def test_an_unreachable_server_is_exit_code_3(self):
        server = self.start_server(1)
        server.kill()
        self.assertEqual(server.ctl("status", check=False).returncode, 3)
        server.start()

    def test_a_wrong_configuration_is_refused_with_line_and_key(self):
        server = self.start_server(1)
        import subprocess
        from harness import BIN
        bad = self.work.path / "bad.yaml"
        bad.write_text("schema: hnth-mcu/1\nmcu:\n  id: mcu.tinh\n  log:\n    levle: info\n")
        done = subprocess.run([str(BIN / "mcud"), "--check-config", str(bad)], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("bad.yaml:5", done.stderr)
        self.assertIn("levle", done.stderr)
        self.assertIn("level", done.stderr)
        self.assertTrue(server.program.alive())


if __name__ == "__main__":
    unittest.main()

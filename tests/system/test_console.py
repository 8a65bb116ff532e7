# SPDX-License-Identifier: GPL-3.0-or-later
"""The live console in a real terminal, against a real server and simulated rooms."""

import json
import unittest

from harness import MCUCTL, wait_for
from support import CONFERENCE, SystemTest
from terminal import Terminal
from test_session import plan


class Console(SystemTest):
    def setUp(self):
        super().setUp()
        self.start_server(6)

    def open(self, language="en", columns=80, rows=24, **env):
        terminal = Terminal([MCUCTL, "--server", f"unix:{self.server.socket}", "--lang", language, "--actor", "lan", "console"],
                            columns, rows, env)
        self.addCleanup(terminal.stop)
        terminal.wait(lambda s: "x.00001" in s, "the console shows sites")
        return terminal

    def import_plan(self):
        path = self.work.path / "plan.yaml"
        path.write_text(plan())
        self.server.ctl("plan", "import", path)
        self.server.ctl("session", "start")

    def programme(self):
        views = {v["name"]: v for v in self.server.conference(CONFERENCE)["views"]}
        return [p["site"] for p in views["programme"]["panes"]]

    def test_a_session_by_single_keys(self):
        sim = self.start_rooms(6, "--look", "all", "--listen", "all", "--encryption", "disabled")
        self.server.wait_sites(CONFERENCE, 6)
        self.import_plan()
        console = self.open()
        console.wait("connected 6/6", "all sites are counted")
        console.wait("Khai mạc", "the next cue is shown")
        console.type("n")
        console.wait("1/3 Khai mạc", "the script stands at its first cue")
        cues = json.loads(self.server.ctl("script", "show", "--format", "json").stdout)["script"]
        self.assertEqual([c["now"] for c in cues], ["now", "-", "-"])
        console.type("rNgọc Chiến")
        console.wait("= x.00004", "the name is looked up while it is typed")
        console.press("Enter")
        console.wait("☎ R-1", "the chair's clock runs")
        self.assertEqual(self.server.json("requests")["requests"][0]["site"], "x.00004")
        console.type("t")
        console.wait("WITHIN 30 s", "the call ended in time")
        sim.expect(1, sees=[4], within=15)
        self.assertEqual(self.programme(), ["x.00004"])
        console.wait(lambda s: "● 1x1: UBND xã Ngọc Chiến" in s, "what is on air is shown")
        console.type("b")
        wait_for(lambda: self.programme() == ["x.00001"], "the main site is on air again")
        self.server.ctl("unmute", "x.00005", "--conference", CONFERENCE)
        console.wait(lambda s: any("x.00005" in line and "mic on" in line for line in s.splitlines()),
                     "its open microphone is shown")
        console.type("m")
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00005")["microphone_on"], "it is muted")

    def test_two_names_alike_are_never_decided_by_the_console(self):
        console = self.open()
        console.type("rmuong bang")
        console.press("Enter")
        console.wait(lambda s: "1) x.00003" in s and "2) x.00002" in s, "both are offered")
        self.assertEqual(self.server.json("requests")["requests"], [])
        console.type("1")
        console.wait("☎ R-1", "the one of that number was asked for")
        self.assertEqual(self.server.json("requests")["requests"][0]["site"], "x.00003")

    def test_the_server_goes_and_comes_back(self):
        console = self.open(language="vi")
        console.wait(lambda s: "LÊN HÌNH" in s and "ĐIỂM CẦU" in s, "labels are Vietnamese")
        self.server.kill()
        console.wait("MẤT LIÊN LẠC", "the loss is said")
        console.type("b")
        console.wait("chưa làm gì", "a key says that nothing was done")
        self.server.start()
        console.wait(lambda s: "MẤT LIÊN LẠC" not in s, "the console is back by itself", 20)
        console.type("rMường Bằng")
        console.press("Enter")
        wait_for(lambda: self.server.json("requests")["requests"], "keys work again")
        console.type("qq")
        wait_for(console.ended, "q twice leaves")

    def test_any_size_and_no_colour(self):
        console = self.open(NO_COLOR="1")
        lines = console.lines()
        self.assertEqual(len(lines), 24)
        self.assertTrue(lines[-1].startswith("n next"), lines[-1])
        for columns, rows in ((132, 40), (80, 24), (200, 60)):
            console.resize(columns, rows)
            console.wait(lambda s, rows=rows: len(s.split("\n")) - 1 == rows and s.split("\n")[rows - 1].startswith("n next"),
                         f"the foot is at row {rows}")
        self.assertNotRegex(console.screen(colours=True), r"\x1b\[3[0-7]m")
        console.press("C-l")
        console.wait("connected 0/6", "everything is drawn again")

    def test_a_monochrome_terminal(self):
        console = self.open(TERM="vt100")
        self.server.ctl("request", "x.00002", "--conference", CONFERENCE)
        console.wait(lambda s: "s !!" in s, "the clock is red by its sign", 40)
        console.wait("OVER 30 s", "the breach is said in words", 40)

    def test_it_wants_a_terminal(self):
        refused = self.server.ctl("console", check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("needs a terminal", refused.stderr)


if __name__ == "__main__":
    unittest.main()

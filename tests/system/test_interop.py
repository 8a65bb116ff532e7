# SPDX-License-Identifier: GPL-3.0-or-later
"""MCUs that are to work together are compared before a session (PL3-01), and foreign ones above us are tried (ORG-02)."""

import json
import unittest

from cascade_support import CascadeTest
from harness import Mcusim
from province import MASTER, VIETTEL, VNPT, free_port
from support import SystemTest
from test_session import plan

PLANNED_KBPS = 4000  # of a trunk


class Interop(CascadeTest):
    """A master and two slaves, one of which takes less than was agreed."""

    def begin(self):
        province = self.make()
        for slave in province.servers[MASTER].sections["cascade"]["slaves"]:
            slave["max_kbps"] = PLANNED_KBPS
        for mcu, rate in ((VNPT, PLANNED_KBPS), (VIETTEL, 1000)):
            province.servers[mcu].sections["cascade"]["master"]["max_kbps"] = rate
        province.start().wait_links()
        path = self.plan(1, 4006, 4171)
        path.write_text(path.read_text().replace(
            "policy:", f"media: {{video: {{cascade_rate_kbps: {PLANNED_KBPS}}}}}\npolicy:", 1))
        for mcu in (MASTER, VIETTEL):
            province.ctl(mcu, "plan", "import", path)
        return province

    def compare(self, mcu, *options, code):
        done = self.province.ctl(mcu, "--json", "check", "interop", *options, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def items(self, document, mcu):
        return {i["item"]: (i["result"], i["found"]) for i in document["interop"] if i["mcu"] == mcu}

    def test_what_does_not_fit_is_named_at_both_ends_and_kept(self):
        province = self.begin()
        seen = self.compare(MASTER, code=1)
        self.assertEqual({m["mcu"]: m["verdict"] for m in seen["mcus"]}, {VNPT: "fits", VIETTEL: "differs"}, seen)
        good, bad = self.items(seen, VNPT), self.items(seen, VIETTEL)
        self.assertEqual({state for state, _ in good.values()}, {"fits"}, good)
        self.assertEqual(good["video"][1], "H264")
        self.assertIn("hnth-mcu", good["program"][1])
        self.assertEqual(bad.pop("rate"), ("differs", f"{PLANNED_KBPS} / 1000 kbit/s"))
        self.assertEqual({state for state, _ in bad.values()}, {"fits"}, bad)

        below = self.compare(VIETTEL, code=1)
        self.assertEqual([(m["mcu"], m["role"], m["verdict"]) for m in below["mcus"]], [(MASTER, "master", "differs")])
        self.assertEqual(self.items(below, MASTER)["rate"], ("differs", f"1000 / {PLANNED_KBPS} kbit/s"))

        province.master.kill()
        province.master.start()
        self.assertEqual(self.compare(MASTER, "--last", code=1), seen)
        page = province.ctl(MASTER, "check", "interop", "--last", check=False, language="vi").stdout
        for words in ("KHÔNG KHỚP", "đặt max_kbps của hai đầu", VIETTEL):
            self.assertIn(words, page)
        mcus = json.loads(province.ctl(MASTER, "session", "mcus", "--format", "json").stdout)["mcus"]
        self.assertEqual({m["mcu"]: m["interop"] for m in mcus}, {MASTER: "-", VNPT: "fits", VIETTEL: "differs"})

    def test_a_link_that_is_down_is_a_difference(self):
        province = self.begin()
        province.ctl(MASTER, "cascade", "disconnect", VNPT, "--reason", "bảo trì")
        seen = self.compare(MASTER, code=1)
        self.assertEqual(self.items(seen, VNPT)["link"][0], "differs")
        self.assertEqual(self.items(seen, VNPT)["audio"][0], "unknown")
        report = province.ctl(MASTER, "report", "show", "--format", "md", language="vi").stdout
        self.assertIn("Khả năng kết nối giữa các MCU", report)


class Upstream(SystemTest):
    """A foreign MCU above us: a simulated one, a real program by others, and one that is not there."""

    def begin(self, uri, site=True):
        sites = [{"id": f"x.{n:05}", "name": f"Điểm cầu {n}"} for n in (1, 2, 3, 4)]
        if site:
            sites.append({"id": "mcu.cp", "name": "Văn phòng Chính phủ", "relay": "upstream", "uri": uri})
        self.start_server(sites=sites, session={"checks": {"seconds": 4, "call_seconds": 10, "least_frames_per_second": 5,
                                                           "most_jitter_ms": 200, "most_round_trip_ms": 2000}})
        path = self.work.path / "plan.yaml"
        text = plan().replace("\ncontacts:", f'\n  - {{id: mcu.cp, role: upstream, address: "{uri}"}}\ncontacts:', 1)
        self.assertIn("upstream", text)
        text = text.replace("encryption: preferred", "encryption: required")
        path.write_text(text)
        self.server.ctl("plan", "import", path)

    def check(self, *options, code):
        done = self.server.ctl("--json", "check", "upstream", *options, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        document = json.loads(done.stdout)
        return document, {i["item"]: (i["result"], i["found"]) for i in document["upstream"]}

    def test_one_that_fits_is_called_and_measured(self):
        port = free_port()
        sim = Mcusim(self.work.path, "--listen-at", f"127.0.0.1:{port}", "--rooms", "1", "--first", "9", "--user-pattern", "cp{n}",
                     "--size", "640x360", "--fps", "25", "--kbps", "600", name="above")
        self.addCleanup(sim.stop)
        sim.report(9)  # it listens now
        self.begin(f"sip:cp9@127.0.0.1:{port}")
        document, items = self.check(code=0)
        self.assertEqual(items["reach"][0], "fits")
        self.assertIn("mcusim", items["program"][1])
        self.assertEqual(items["encryption"][0], "fits", items)
        self.assertNotIn("picture_out", items, "nothing was measured yet")
        document, items = self.check("--call", code=0)
        for item in ("picture_in", "sound_in", "picture_out", "sound_out", "loop", "echo"):
            self.assertIn(items[item][0], ("fits", "unknown"), items)
        self.assertEqual(items["picture_in"], ("fits", "good"))
        self.assertEqual([h["by"] for h in document["history"]], ["tester", "tester"])
        self.server.kill()
        self.server.start()
        self.assertEqual(self.check("--last", code=0)[0], document)
        page = self.server.ctl("check", "upstream", "--last", language="vi").stdout
        for words in ("Sẵn sàng kết nối hệ thống ngoài", "KHỚP", "tester", "gọi thử, đo"):
            self.assertIn(words, page)

    def test_a_foreign_program_in_clear_does_not_fit(self):
        room = self.start_baresip(2)
        self.begin(f"sip:room2@127.0.0.1:{room.sip_port}")
        _, items = self.check(code=1)
        self.assertEqual(items["reach"][0], "fits")
        self.assertIn("baresip", items["program"][1])
        self.assertEqual(items["encryption"], ("differs", "clear"))
        page = self.server.ctl("check", "interop", check=False)
        self.assertEqual(page.returncode, 1)
        self.assertIn("IN CLEAR", page.stdout)

    def test_one_that_is_not_there(self):
        self.begin(f"sip:cp@127.0.0.1:{free_port()}", site=False)
        document, items = self.check("mcu.cp", code=1)
        self.assertEqual(list(items), ["reach"])
        self.assertEqual(items["reach"][0], "differs")
        self.assertEqual(document["mcus"][0]["verdict"], "differs")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites that carry another conference into ours and ours into it (TOP-08, ACT-11)."""

import pathlib
import statistics
import subprocess
import time
import unittest

from cascade_support import CascadeTest
from events import Events
from harness import Baresip, Mcud, Mcusim, Workdir, unit_sites, wait_for
from province import CONFERENCE, LIGHT, MASTER, VNPT, site_id

VIDEO = pathlib.Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
SPEECH = "Kính thưa đồng chí chủ tọa, xã chúng tôi xin báo cáo tình hình phòng chống thiên tai, sạt lở đất và lũ quét."
GOVERNMENT, UPSTREAM, MINISTER, MINISTRY = "chinhphu", "cp.vpcp", 2, 3


class Upstream(CascadeTest):
    """Our conference is a participant of a foreign MCU's, which knows nothing of the cascade."""

    def setUp(self):
        super().setUp()
        names = {MINISTER: "g.vpcp", MINISTRY: "g.bo"}
        self.above = Mcud(self.work.path / "above", name="mcu.cp", transports=("udp",),
                          sites=[{"id": i, "name": f"Điểm cầu {i}", "level": "government"} for i in names.values()],
                          conferences=[{"id": GOVERNMENT, "title": "Chính phủ", "open": True, "layout": "1x1",
                                        "picture": "640x360@30", "captions": False, "sites": list(names.values())}]).start()
        self.addCleanup(self.above.stop)
        self.government = {}
        for number, name in names.items():
            self.government[number] = Mcusim(self.work.path, "--server", self.above.uri(GOVERNMENT, "udp"), "--numbers",
                                             str(number), "--user-pattern", name, *LIGHT, name=name)
            self.addCleanup(self.government[number].stop)
        self.above.wait_sites(GOVERNMENT, 2)
        self.province = self.meet(1, 123, 4006, slaves=(VNPT,), extra_sites={MASTER: [
            {"id": UPSTREAM, "name": "Văn phòng Chính phủ", "level": "government", "relay": "upstream",
             "uri": self.above.uri(GOVERNMENT, "udp")}]})
        self.events = Events(self.province.master)
        self.addCleanup(self.events.stop)
        self.ctl("site", "call", UPSTREAM)
        wait_for(lambda: self.province.master.site(CONFERENCE, UPSTREAM)["state"] == "connected", "we are in above", 20)
        self.ctl("unmute", UPSTREAM)
        # We are an unlisted participant there.
        self.us = next(s["id"] for s in self.above.conference(GOVERNMENT)["sites"] if not s["id"].startswith("g."))

    def ctl(self, *words):
        return self.province.ctl(MASTER, *words, "--conference", CONFERENCE)

    def above_ctl(self, *words):
        return self.above.ctl(*words, "--conference", GOVERNMENT)

    def above_sees(self, number, **what):
        for room in (MINISTER, MINISTRY):
            self.government[room].expect(room, sees=[number], within=20, **what)

    def test_the_foreign_conference_comes_into_ours_and_ours_into_it(self):
        self.above_ctl("show", "g.vpcp")
        self.above_ctl("unmute", "g.vpcp", self.us)
        self.ctl("show", UPSTREAM)
        for room in (1, 123, 4006):
            self.province.expect(room, sees=[MINISTER], hears=[MINISTER], within=20)

        # What goes up: the programme without what came from there, one room, a commune called through the cascade.
        self.above_ctl("show", self.us)
        self.ctl("layout", "set", "1x1", site_id(123), "--view", UPSTREAM)
        self.ctl("unmute", site_id(123))
        self.above_sees(123, hears=[123], not_hears=[MINISTER])
        self.ctl("mute", site_id(123))
        self.ctl("show", site_id(4006))
        self.ctl("layout", "set", "1x1", site_id(4006), "--view", UPSTREAM)
        self.above_sees(4006, hears=[4006])
        self.province.expect(123, sees=[4006], hears=[4006])

        self._no_feedback()

    def test_the_programme_goes_up_without_what_came_from_above(self):
        self.above_ctl("show", self.us)
        self.above_ctl("unmute", "g.vpcp", self.us)
        self.ctl("show", site_id(123))
        self.above_sees(123)
        self.ctl("show", site_id(4006))  # through the cascade
        self.above_sees(4006, hears=[4006])
        self.ctl("layout", "set", "2x2", UPSTREAM, site_id(1), site_id(123), site_id(4006))
        for room in (MINISTER, MINISTRY):
            self.government[room].expect(room, sees=[1, 123, 4006], not_sees=[MINISTER, MINISTRY], not_hears=[room], within=20)
        self.province.expect(123, sees=[1, 4006], hears=[MINISTER], within=20)

    def _no_feedback(self):
        """Nobody sees or hears himself, and the level of a tone that is carried both ways does not grow."""
        levels = []
        for _ in range(self.seconds(10)):
            time.sleep(1)
            for number, sim in ((MINISTER, self.government[MINISTER]), (4006, self.province.rooms[4006])):
                report = sim.report(number)
                self.assertFalse(report["echo"], f"{number} hears itself")
                self.assertFalse(report["own_picture"], f"{number} sees itself")
            levels.append(self.government[MINISTRY].report(MINISTRY)["sound"]["level_dbfs"])
        # Two tones of -20 dBFS: the minister's and the commune's.
        usual = statistics.median(levels)
        self.assertLess(max(levels) - usual, 3, levels)
        gaps = sum(level < usual - 3 for level in levels)
        self.assertLessEqual(gaps, len(levels) // 20, f"sound was missing {gaps} times: {levels}")
        self.assertEqual([e for e in self.events.seen if e["kind"].startswith("relay.")], [])


class Matrix(unittest.TestCase):
    """A provincial site whose room matrix is set badly returns what it gets."""

    def test_own_sound_and_picture_that_come_back_are_named(self):
        work = Workdir("matrix")
        self.addCleanup(work.close)
        speech = work.path / "speech.wav"
        subprocess.run(["espeak-ng", "-v", "vi", "-w", str(speech), SPEECH], check=True)
        matrix = Baresip(work.path, 2, returns=True)
        self.addCleanup(matrix.stop)
        sites = unit_sites(1, 2)
        sites[1].update(name="Hội trường tỉnh", relay="matrix", uri=f"sip:room2@127.0.0.1:{matrix.sip_port}")
        server = Mcud(work.path, sites=sites, transports=("udp",), conferences=[
            {"id": "c", "title": "Giao ban", "layout": "1x1", "captions": False, "picture": "640x360@30",
             "sites": ["x.00001", "x.00002"]}]).start()
        self.addCleanup(server.stop)
        events = Events(server)
        self.addCleanup(events.stop)
        room = Mcusim(work.path, "--server", server.uri("c", "udp"), "--rooms", "1", "--user-pattern", "x.{n:05}",
                      "--size", "640x360", "--encryption", "disabled", "--video", VIDEO, "--sound", speech)
        self.addCleanup(room.stop)
        server.ctl("site", "call", "x.00002", "--conference", "c")
        server.wait_sites("c", 2)
        server.ctl("unmute", "x.00001", "x.00002", "--conference", "c")
        server.ctl("show", "x.00001", "--conference", "c")
        echo = events.wait("relay.echo", "x.00002", seconds=60)
        self.assertIn("returns our own sound after", echo["text"])
        loop = events.wait("relay.loop", "x.00002", seconds=60)
        self.assertIn("returns our own picture after", loop["text"])
        warnings = server.ctl("status", language="vi").stdout
        self.assertIn("trả lại tiếng của chính ta", warnings)
        self.assertIn("trả lại hình của chính ta", warnings)
        matrix.hang_up()
        events.wait("relay.loop-ended", "x.00002", seconds=30)


if __name__ == "__main__":
    unittest.main()

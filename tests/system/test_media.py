# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad lines and bad rooms: they are seen, named, and disturb nobody else."""

import random
import socket
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest

LISTENING = ("--look", "all", "--listen", "all", "--encryption", "disabled")


class Media(SystemTest):
    def test_three_percent_loss_and_sixty_ms_jitter(self):
        self.start_server(3)
        good = self.start_rooms(2, *LISTENING)
        self.start_rooms(1, *LISTENING, "--loss", "3", "--jitter", "60", first=3)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(3)
        good.expect(1, sees=[3], hears=[3], within=20)

        def measured():
            for stream in self.server.site(CONFERENCE, "x.00003")["streams"]:
                if stream["kind"] == "video":
                    return stream["received"]["loss_percent"] > 1
            return False
        wait_for(measured, "the loss is measured", 30)
        good.expect(2, sees=[3], hears=[3], within=20)

    def test_a_frozen_room_is_named_and_the_mix_goes_on(self):
        self.start_server(4, conference={"layout": "2x2"})
        sim = self.start_rooms(4, *LISTENING)
        self.server.wait_sites(CONFERENCE, 4)
        self.server.ctl("layout", "set", "2x2", "x.00002", "x.00003", "x.00004", "--conference", CONFERENCE)
        sim.expect(1, sees=[2, 3, 4], within=20)
        sim.ask("freeze", room=3, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00003")["state"] == "lost", "x.00003 is lost", 30)
        sim.expect(1, sees=[2, 4], not_sees=[3], within=20)
        sim.ask("freeze", room=3, on=False)
        self.server.wait_sites(CONFERENCE, 4)
        sim.expect(1, sees=[2, 3, 4], within=20)

    def test_garbage_on_every_media_port_is_dropped_and_counted(self):
        self.start_server(3)
        sim = self.start_rooms(3, *LISTENING)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        before = self.server.status()["transport"]["packets_dropped"]
        ports = self.server.media_sockets()
        self.assertGreaterEqual(len(ports), 6)
        dice = random.Random(20220225)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for _ in range(50):
                for port in ports:
                    first = dice.choice((0x80, 0x80, 0x16, 0x00, 0xff))
                    stranger.sendto(bytes([first]) + dice.randbytes(dice.randrange(0, 1400)), ("127.0.0.1", port))
        wait_for(lambda: self.server.status()["transport"]["packets_dropped"] >= before + 100, "garbage is counted", 20)
        sim.expect(1, sees=[2], hears=[2])

    def test_a_room_that_sends_garbage_for_pictures_does_not_stall_the_mix(self):
        self.start_server(4, conference={"layout": "2x2"})
        sim = self.start_rooms(4, *LISTENING)
        self.server.wait_sites(CONFERENCE, 4)
        self.server.ctl("layout", "set", "2x2", "x.00002", "x.00003", "x.00004", "--conference", CONFERENCE)
        sim.expect(1, sees=[2, 3, 4], within=20)
        sim.ask("garbage", room=3, on=True)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00003")["warm"], "x.00003 has no picture", 30)
        sim.expect(1, sees=[2, 4], not_sees=[3], within=20)
        sim.ask("garbage", room=3, on=False)
        sim.expect(1, sees=[2, 3, 4], within=30)

    def test_captions_keep_the_picture_readable_and_snapshots_are_png(self):
        self.start_server(2, conference={"captions": True})
        sim = self.start_rooms(2, *LISTENING)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2])
        for options in ((), ("x.00002", "--incoming")):
            picture = self.work.path / "snapshot.png"
            self.server.ctl("view", "snapshot", "--output", picture, *options, "--conference", CONFERENCE)
            self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
            picture.unlink()

    def test_a_banner_is_over_the_picture_and_outlives_the_server(self):
        self.start_server(3, conference={"captions": False, "layout": "1x1"})
        sim = self.start_rooms(3, *LISTENING)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2])
        self.assertEqual(self.server.status()["encoders"], 0, "passed through undecoded")
        self.server.ctl("view", "banner", "Thử dòng chữ chạy", "--roll", "--conference", CONFERENCE)
        wait_for(lambda: self.server.status()["encoders"] > 0, "the programme is composed", 10)
        sim.expect(1, sees=[2])
        self.assertIn("banner", self.server.ctl("status", "--conference", CONFERENCE).stdout)
        refused = self.server.ctl("view", "banner", "x" * 401, "--conference", CONFERENCE, check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("400", refused.stderr)
        self.server.ctl("view", "banner", "--off", "--conference", CONFERENCE)
        wait_for(lambda: self.server.status()["encoders"] == 0, "passed through again", 20)
        sim.expect(1, sees=[2])
        self.server.ctl("view", "banner", "Thử dòng chữ chạy", "--roll", "--conference", CONFERENCE)
        self.server.kill()
        self.server.start()
        views = {v["name"]: v for v in self.server.conference(CONFERENCE)["views"]}
        self.assertEqual((views["programme"]["banner"], views["programme"]["banner_rolling"]), ("Thử dòng chữ chạy", True))


    def test_a_room_reads_in_its_picture_that_it_is_called_or_on_air(self):
        self.start_server(4, conference={"captions": False, "layout": "1x1", "tally": True})
        sim = self.start_rooms(4, *LISTENING)
        self.server.wait_sites(CONFERENCE, 4)
        self.show(2)
        self.server.ctl("view", "precue", "x.00003", "--conference", CONFERENCE)

        def told():
            return {v["name"]: v["banner"] for v in self.server.conference(CONFERENCE)["views"] if v["banner"]}

        wait_for(lambda: "called:programme" in told(), f"x.00003 is told: {told()}", 10)
        on_air = [text for name, text in told().items() if name.startswith("on-air:")]
        self.assertEqual(on_air, ["ĐANG LÊN HÌNH"])
        sim.expect(3, sees=[2])
        sim.expect(2, sees=[1])
        sim.expect(1, sees=[2])
        picture = self.work.path / "called.png"
        self.server.ctl("view", "snapshot", "x.00003", "--output", picture, "--conference", CONFERENCE)
        self.assertEqual(picture.read_bytes()[:4], b"\x89PNG")
        self.server.ctl("view", "precue", "--off", "--conference", CONFERENCE)
        wait_for(lambda: "called:programme" not in told(), "x.00003 is no longer called", 10)


if __name__ == "__main__":
    unittest.main()

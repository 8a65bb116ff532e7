# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of their own and bad lines between them: loss, delay, and trunks whose media stop."""

import time
import unittest

import network
from cascade_support import CascadeTest
from harness import wait_for
from province import CONFERENCE, MASTER, VNPT, site_id

MISSING = network.missing()


@unittest.skipIf(MISSING, MISSING)
class Lines(CascadeTest):
    def setUp(self):
        super().setUp()
        self.network = network.Network()
        self.addCleanup(self.network.stop)

    def meet_over_line(self, *numbers):
        province = self.meet(*numbers, slaves=(VNPT,), network=self.network)
        self.ends = province.hosts[MASTER], province.hosts[VNPT]
        return province

    def test_loss(self):
        province = self.meet_over_line(1, 4006, 4009)
        before, rooms = None, [4006, 4009]
        for number, percent in enumerate((0, 1, 3, 5)):
            with self.subTest(loss=percent):
                self.network.impair(*self.ends, loss_percent=percent)
                room = rooms[number % 2]
                province.take(room, before=before, within=20)
                before = room
                if percent:
                    wait_for(lambda: max(t["loss_percent"] for t in province.link(MASTER, VNPT)["trunks"]) > percent / 4,
                             "the loss is measured", 20)
        province.expect(1, sees=[before], hears=[before], within=20)
        self.assertEqual(province.link(MASTER, VNPT)["state"] in ("up", "degraded"), True)

    def test_delay(self):
        province = self.meet_over_line(1, 4006, 4009)
        before, rooms = None, [4006, 4009]
        for number, both_ways in enumerate((150, 300)):
            with self.subTest(delay=both_ways):
                self.network.impair(*self.ends, delay_ms=both_ways / 2)
                room = rooms[number % 2]
                province.take(room, before=before, within=15)
                before = room
                wait_for(lambda: province.link(MASTER, VNPT)["round_trip_ms"] > both_ways * 0.8, "the round trip is measured", 20)
                request = province.wait_two_way(room)
                self.assertLess(request["two_way_seconds"], 5)
        # The tone of the room on air is still heard once and never by itself.
        province.expect(before, not_hears=[before], not_sees=[before])

    def test_a_trunk_whose_media_stop(self):
        province = self.meet_over_line(1, 123, 4006)
        province.take(4006)
        province.expect(123, sees=[4006])
        self.network.impair(*self.ends, blocked=[network.UDP])
        province.expect(123, sees=[1], not_sees=[4006], within=20)
        wait_for(lambda: province.link(MASTER, VNPT)["state"] == "degraded", "the link is degraded, its control is up", 20)
        self.network.impair(*self.ends)
        province.wait_links()
        province.take(4006, within=20)

    def test_the_whole_line_down_for_some_seconds(self):
        province = self.meet_over_line(1, 4006, 4009)
        province.take(4006)
        self.network.impair(*self.ends, blocked=[network.UDP, network.TCP])
        province.wait_link(MASTER, VNPT, "control-lost", seconds=30)
        # The slave's conference goes on alone.
        province.ctl(VNPT, "show", site_id(4006), "--conference", CONFERENCE)
        province.expect(4009, sees=[4006], hears=[4006], within=20)
        self.network.impair(*self.ends)
        begin = time.monotonic()
        province.wait_links()
        self.assertLess(time.monotonic() - begin, 15)
        province.take(4009, within=20)


if __name__ == "__main__":
    unittest.main()


@unittest.skipIf(MISSING, MISSING)
class BehindNat(CascadeTest):
    """A slave whose office has one public address: everything starts from inside, and media find their way by ICE."""

    def setUp(self):
        super().setUp()
        self.network = network.Network()
        self.addCleanup(self.network.stop)

    def test_trunks_find_their_way_by_ice(self):
        province = self.meet(1, 123, 4006, 4009, slaves=(VNPT,), network=self.network, behind_nat=(VNPT,))
        before = None
        for room in (4006, 4009, 4006):
            province.take(room, before=before)
            province.expect(123, sees=[room], hears=[room])
            before = room
        for trunk in province.link(MASTER, VNPT)["trunks"]:
            self.assertTrue(trunk["encrypted"], trunk)

    def test_a_slave_that_is_killed_comes_back_by_another_way_through_the_router(self):
        province = self.meet(1, 4006, slaves=(VNPT,), network=self.network, behind_nat=(VNPT,))
        province.take(4006)
        province.rooms[4006].stop()
        province.servers[VNPT].kill()
        province.wait_link(MASTER, VNPT, "control-lost", seconds=30)
        province.servers[VNPT].start()
        province.wait_links(seconds=40)
        province.call_rooms(4006)
        province.wait_sites(4006)
        province.take(4006)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The chair calls communes of other MCUs: they are on the screen and heard, and they hear the chair."""

import os
import time
import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import CONFERENCE, MASTER, VIETTEL, VNPT, site_id


class Cascade(CascadeTest):
    def test_a_commune_of_a_slave_is_shown_and_hears_the_chair(self):
        province = self.meet(1, 123, 4006, 4009, slaves=(VNPT,))
        province.master.ctl("unmute", site_id(1), "--conference", CONFERENCE)
        province.take(4006)
        province.expect(123, sees=[4006], hears=[1, 4006])
        province.expect(4006, hears=[1], not_hears=[4006])
        request = province.wait_two_way(4006)
        self.assertEqual(request["owner"], VNPT)
        self.assertGreaterEqual(request["two_way_seconds"], request["picture_seconds"])
        self.assertLess(request["two_way_seconds"], 5)
        for trunk in province.link(MASTER, VNPT)["trunks"]:
            self.assertTrue(trunk["encrypted"], trunk)
            self.assertEqual(trunk["suite"], "AEAD_AES_256_GCM")

    def test_the_up_link_carries_the_selected_room_alone(self):
        province = self.meet(1, 4006, 4009, 4012, slaves=(VNPT,))
        # Open microphones at the slave are the slave's own matter: they must not reach the chair.
        province.ctl(VNPT, "unmute", site_id(4009), site_id(4012), "--conference", CONFERENCE)
        province.take(4006)
        province.expect(1, panes=[4006], layout="1x1", not_hears=[4009, 4012])
        province.take(4012, before=4006)
        province.expect(1, panes=[4012], layout="1x1", not_hears=[4006, 4009])

    def test_the_down_link_never_brings_back_what_the_slave_sent(self):
        province = self.meet(1, 4006, 4009, slaves=(VNPT,))
        province.take(4006)
        province.expect(4009, sees=[4006], hears=[4006])
        levels = []
        heard = 0
        for _ in range(self.seconds(20)):
            time.sleep(1)
            sender, sibling = (province.rooms[n].report(n) for n in (4006, 4009))
            self.assertFalse(sender["echo"], "a room hears itself")
            self.assertFalse(sender["own_picture"], "a room sees itself")
            self.assertLessEqual(set(sibling["hears"]), {4006})
            heard += sibling["hears"] == [4006]
            levels.append(sibling["sound"]["level_dbfs"])
        # The tone once is -20 dBFS; a second, late copy of it would add up to 6 dB or take as much away.
        self.assertGreater(heard, len(levels) - 4, "one window may fall into a stall of the machine, not more")
        self.assertLess(max(levels) - min(levels), 3, levels)
        self.assertLess(abs(max(levels) + 20), 3, levels)

    def test_two_rooms_side_by_side(self):
        province = self.meet(1, 123, 4006, 4009, 4171, 4177)
        for pair in ((4006, 4171), (4006, 4009)):
            with self.subTest(pair=pair):
                province.master.ctl("layout", "set", "1+1", *map(site_id, pair), "--conference", CONFERENCE)
                province.expect(1, sees=list(pair), within=15)
                province.expect(123, sees=list(pair))
                for one in pair:
                    province.expect(one, not_sees=[one])

    def test_a_room_that_is_not_connected_is_called_within_the_take(self):
        province = self.meet(1, 4006, slaves=(VNPT,)).call_rooms(4000, registered=True)
        wait_for(lambda: province.site(4000, at=VNPT)["registered"], "the room is registered", 20)
        self.assertNotEqual(province.site(4000)["state"], "connected")
        province.take(4000, within=20)
        self.assertEqual(province.wait_two_way(4000)["owner"], VNPT)

    def test_next_warms_a_room_up_and_back_returns(self):
        province = self.meet(1, 123, 4006, 4009, slaves=(VNPT,))
        province.master.ctl("next", site_id(4009), "--conference", CONFERENCE)
        wait_for(lambda: province.site(4009)["warm"], "the next room is warm")
        wait_for(lambda: province.cascade(VNPT)["master_next"] == site_id(4009), "the slave reads who is next")
        province.expect(1, not_sees=[4009], not_hears=[4009])
        province.take(4009)
        province.master.ctl("back", "--conference", CONFERENCE)
        province.expect(123, sees=[1], not_hears=[4009])
        province.expect(1, not_sees=[4009], not_hears=[4009])

    def test_the_request_runs_on_both_consoles(self):
        province = self.meet(1, 4006, slaves=(VNPT,))
        province.request(4006)
        self.assertEqual(province.requests(4006)[0]["state"], "open")
        wait_for(lambda: [r["site"] for r in province.cascade(VNPT)["requests"]] == [site_id(4006)],
                 "the slave's console has the request", 5)
        province.take(4006)
        province.wait_two_way(4006)
        self.assertEqual(len(province.requests(4006)), 1)
        wait_for(lambda: province.cascade(VNPT)["requests"][0]["state"] == "two-way-up", "the slave's clock stands", 5)

    def test_one_roster_with_owners(self):
        province = self.meet(1, 4006, 4171)
        owners = {site_id(n): province.site(n).get("owner", "") for n in (1, 4006, 4000, 4171)}
        self.assertEqual(owners, {"t.ubnd": "", "x.04006": VNPT, "x.04000": VNPT, "x.04171": VIETTEL})
        self.assertEqual(province.site(4000)["state"], "absent")
        province.rooms[4171].ask("hangup", room=4171)
        wait_for(lambda: province.site(4171)["state"] != "connected", "the master learns that a room left", 10)
        self.assertEqual(province.site(4006)["state"], "connected")


class Takes(CascadeTest):
    def test_takes_alternating_between_both_slaves(self):
        province = self.meet(1, 4006, 4009, 4012, 4171, 4177, 4183)
        rooms = [4006, 4171, 4009, 4177, 4012, 4183]
        before = None
        for number in range(200 if os.environ.get("MCU_TEST_LONG") else 20):
            room = rooms[number % len(rooms)]
            with self.subTest(take=number, room=room):
                province.take(room, before=before)
                before = room
        # With one more room on air no microphone of those before may still be open.
        opened = [n for n in rooms if province.site(n)["microphone_on"]]
        self.assertEqual(opened, [before])


if __name__ == "__main__":
    unittest.main()

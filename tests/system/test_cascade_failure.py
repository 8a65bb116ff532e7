# SPDX-License-Identifier: GPL-3.0-or-later
"""What breaks in a cascade, who goes on, and that everything comes back by itself."""

import time
import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import CONFERENCE, MASTER, VIETTEL, VNPT, site_id


class ControlLost(CascadeTest):
    def test_media_stay_the_selection_holds_and_the_link_rejoins(self):
        province = self.meet(1, 4006, 4009, slaves=(VNPT,))
        province.take(4006)
        province.relays[VNPT].cut()
        province.wait_link(MASTER, VNPT, "control-lost")
        province.expect(1, sees=[4006], hears=[4006])
        self.assertTrue(province.site(4006)["stale"])
        # The slave's technician goes on working; what he does is known after the link is back.
        province.ctl(VNPT, "hangup", site_id(4009), "--conference", CONFERENCE)
        self.assertEqual(province.site(4009)["state"], "connected", "as last told")
        refused = province.show(4009, check=False)
        self.assertNotEqual(refused.returncode, 0, "a take that cannot reach its owner says so")
        province.relays[VNPT].mend()
        province.wait_links()
        wait_for(lambda: province.site(4009)["state"] != "connected", "the roster is merged", 5)
        self.assertFalse(province.site(4006)["stale"])
        province.expect(1, sees=[4006], hears=[4006])

    def test_a_line_that_swallows_everything_is_noticed(self):
        province = self.meet(1, 4006, slaves=(VNPT,))
        province.take(4006)
        province.relays[VNPT].silence()
        province.wait_link(MASTER, VNPT, "control-lost", seconds=30)
        province.expect(1, sees=[4006], hears=[4006])
        province.relays[VNPT].mend()
        province.wait_links()

    def test_a_flapping_line(self):
        province = self.meet(1, 4006, 4009, 4171)
        province.take(4006)
        for _ in range(6):
            province.relays[VNPT].cut()
            time.sleep(0.3)
            province.relays[VNPT].mend()
            time.sleep(0.4)
        province.wait_links()
        province.wait_sites(4006, 4009, 4171)
        province.take(4171, before=4006)
        province.take(4009, before=4171)
        # Nothing was left behind by the tries: one link to each slave, its trunks as configured.
        links = province.cascade()["links"]
        self.assertEqual(sorted(link["mcu"] for link in links), sorted([VNPT, VIETTEL]))
        self.assertEqual([len(link["trunks"]) for link in links], [2, 2])


class Killed(CascadeTest):
    def test_master_killed_and_started_again(self):
        province = self.meet(1, 4006, 4009, 4171)
        province.take(4006)
        province.master.kill()
        # The slave's own conference goes on: its rooms see and hear one another.
        province.ctl(VNPT, "show", site_id(4009), "--conference", CONFERENCE)
        province.expect(4006, sees=[4009], hears=[4009], within=15)
        begin = time.monotonic()
        province.master.start()
        province.wait_links(seconds=15)
        self.assertLess(time.monotonic() - begin, 10)
        province.rooms[1].ask("hangup", room=1)  # it has not noticed either
        province.rooms[1].ask("call", room=1)
        province.wait_sites(1, 4006, 4009, 4171)
        province.take(4171)
        province.take(4006, before=4171)

    def test_slave_killed_and_started_again(self):
        province = self.meet(1, 4006, 4171, 4177)
        province.take(4006)
        province.servers[VNPT].kill()
        wait_for(lambda: province.site(4006)["stale"], "the rooms of the dead slave are marked", 15)
        province.expect(1, not_sees=[4006], not_hears=[4006], within=15)
        self.assertEqual(province.link(MASTER, VIETTEL)["state"], "up")
        province.take(4171)
        province.servers[VNPT].start()
        province.wait_links()
        # The room has not noticed that its server was another one meanwhile.
        province.rooms[4006].ask("hangup", room=4006)
        province.rooms[4006].ask("call", room=4006)
        province.wait_sites(4006)
        province.take(4006, before=4171)

    def test_a_room_on_air_that_leaves_gives_way_to_the_main_site(self):
        province = self.meet(1, 123, 4006, slaves=(VNPT,))
        province.take(4006)
        province.expect(123, sees=[4006])
        province.rooms[4006].ask("hangup", room=4006)
        province.expect(123, sees=[1], not_sees=[4006], within=15)


if __name__ == "__main__":
    unittest.main()

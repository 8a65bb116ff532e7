# SPDX-License-Identifier: GPL-3.0-or-later
"""The chair calls a commune of another MCU: it is on the screen and heard, and it hears the chair."""

import unittest

from cascade_support import CascadeTest
from province import MASTER, VNPT, site_id


class Cascade(CascadeTest):
    def test_a_commune_of_a_slave_is_shown_and_hears_the_chair(self):
        province = self.meet(1, 123, 3985, 3988, slaves=(VNPT,))
        province.master.ctl("unmute", "t.ubnd", "--conference", "giaoban")
        province.take(3985)
        province.expect(123, sees=[3985], hears=[1, 3985])
        province.expect(3985, hears=[1], not_hears=[3985])
        request = province.wait_two_way(3985)
        self.assertEqual(request["owner"], VNPT)
        self.assertGreaterEqual(request["two_way_seconds"], request["picture_seconds"])
        self.assertLess(request["two_way_seconds"], 5)
        carried = [t["carries"] for t in province.link(MASTER, VNPT)["trunks"]]
        self.assertIn(site_id(3985), carried)


if __name__ == "__main__":
    unittest.main()

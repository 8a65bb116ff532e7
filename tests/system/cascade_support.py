# SPDX-License-Identifier: GPL-3.0-or-later
"""Base class of the cascade's system tests."""

import unittest

from harness import Workdir
from province import LIGHT, Province


class CascadeTest(unittest.TestCase):
    def setUp(self):
        self.work = Workdir(self.id().rsplit(".", 1)[1])
        self.addCleanup(self.work.close)
        self.province = None

    def make(self, **options):
        """A province that is not started yet."""
        self.province = Province(self.work.path, **options)
        self.addCleanup(self.province.stop)
        return self.province

    def meet(self, *numbers, options=LIGHT, **how):
        """A province whose links are up and whose rooms are connected; none given: all rooms."""
        province = self.make(**how).start().call_rooms(*numbers, options=options)
        return province.wait_links().wait_sites()

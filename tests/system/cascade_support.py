# SPDX-License-Identifier: GPL-3.0-or-later
"""Base class of the cascade's system tests."""

import os
import threading
import unittest

from harness import PATIENCE, Failure, Workdir
from province import LIGHT, Province


class CascadeTest(unittest.TestCase):
    def setUp(self):
        self.work = Workdir("cascade")  # short: paths of sockets have little room
        self.addCleanup(self.work.close)
        self.province = None

    def make(self, **options):
        """A province that is not started yet."""
        self.province = Province(self.work.path, **options)
        self.addCleanup(self.province.stop)
        return self.province

    def meet(self, *numbers, options=LIGHT, rooms=True, **how):
        """A province whose links are up and whose rooms are connected; none given: all rooms."""
        province = self.make(**how).start()
        if rooms:
            province.call_rooms(*numbers, options=options)
        return province.wait_links().wait_sites()

    @staticmethod
    def seconds(quick):
        """How long something is watched: a minute when MCU_TEST_LONG is set, else as long as given."""
        return 60 if os.environ.get("MCU_TEST_LONG") else quick

    @staticmethod
    def background(function, *words, **options):
        """Runs it in a thread; call what is returned for its result."""
        result = []
        thread = threading.Thread(target=lambda: result.append(function(*words, **options)), daemon=True)
        thread.start()

        def wait(seconds=40):
            thread.join(seconds * PATIENCE)
            if not result:
                raise Failure(f"{function.__name__} {words} did not return")
            return result[0]
        return wait

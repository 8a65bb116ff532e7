# SPDX-License-Identifier: GPL-3.0-or-later
"""Base class of the cascade's system tests."""

import os
import threading
import unittest

from harness import PATIENCE, Failure, Workdir
from province import CONFERENCE, LIGHT, MASTER, VIETTEL, VNPT, Province, owner_of, record, site_id
from test_session import moment

ORGANISATIONS = {MASTER: "vp-ubnd", VNPT: "vnpt", VIETTEL: "viettel"}


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

    def plan(self, *numbers):
        """A file with the plan of session S-1 in the province's conference, of these rooms; the first is the chair's."""
        mcus = [MASTER, *self.province.slave_ids]
        sites = "\n".join(
            f'  - {{id: {site_id(n)}, name: "{record(n)["name"]}", level: {record(n)["level"]}, mcu: {owner_of(n)}, '
            f'owner: {ORGANISATIONS[owner_of(n)]}{", chair: true" if n == numbers[0] else ""}}}' for n in numbers)
        path = self.work.path / "plan.yaml"
        path.write_text(f"""schema: hnth-plan/1
session: {{id: S-1, title: "Họp thử", kind: planned, received_at: {moment(minutes=-5)}, start: {moment(hours=6)}, conference: {CONFERENCE},
          rehearsal: {{start: {moment(hours=1)}, end: {moment(hours=2)}}}}}
policy: {{encryption: required}}
mcus:
  - {{id: {MASTER}, role: master, org: vp-ubnd}}
{"".join(f"  - {{id: {mcu}, role: slave, org: {ORGANISATIONS[mcu]}, parent: {MASTER}}}" + chr(10) for mcu in mcus[1:])}sites:
{sites}
script:
  - {{cue: 1, title: "Khai mạc", layout: full, show: [{site_id(numbers[0])}]}}
""")
        return path

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

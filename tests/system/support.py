# SPDX-License-Identifier: GPL-3.0-or-later
"""Base class of the system tests: a server, simulators, and their clean-up."""

import unittest

from harness import Baresip, Mcud, Mcusim, Workdir, unit_sites

CONFERENCE = "giaoban"


class SystemTest(unittest.TestCase):
    def setUp(self):
        self.work = Workdir(self.id().rsplit(".", 1)[1])
        self.addCleanup(self.work.close)
        self.server = None

    def start_server(self, count=6, sites=None, conference=None, **sections):
        """A server with `count` listed sites in one conference, which it stops (and checks the exit code of) at the end."""
        sites = sites if sites is not None else unit_sites(*range(1, count + 1))
        conferences = [{"id": CONFERENCE, "title": "Giao ban", "layout": "1x1", "mute_on_entry": True, "chair": "x.00001",
                        "sites": [s["id"] for s in sites], **(conference or {})}]
        self.server = Mcud(self.work.path, sites=sites, conferences=conferences, **sections)
        self.server.start()
        self.addCleanup(self.server.stop)
        return self.server

    def start_rooms(self, count, *options, first=1, transport="udp", name=None):
        """Simulated rooms that call the conference; x.00001 is room 1."""
        sim = Mcusim(self.work.path, "--server", self.server.uri(CONFERENCE, transport), "--rooms", str(count),
                     "--first", str(first), "--user-pattern", "x.{n:05}", *options, name=name or f"mcusim-{first}")
        self.addCleanup(sim.stop)
        return sim

    def start_baresip(self, number, **options):
        room = Baresip(self.work.path, number, **options)
        self.addCleanup(room.stop)
        return room

    def show(self, number):
        return self.server.json("show", f"x.{number:05d}", "--conference", CONFERENCE)

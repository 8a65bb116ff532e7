# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys pressed in rooms are events, whatever way they come, and a sequence of them asks for the floor."""

import json

from events import Events
from h323_support import H323Test
from harness import unit_sites, wait_for
from support import CONFERENCE
from test_session import plan


class Keys(H323Test):
    def follow(self):
        events = Events(self.server)
        self.addCleanup(events.stop)
        return events

    def pressed(self, events, site):
        return "".join(e["fields"]["digit"] for e in events.since(0, "site.dtmf", site))

    def wait_pressed(self, events, site, keys):
        wait_for(lambda: self.pressed(events, site) == keys, f"{site} pressed {keys}, not {self.pressed(events, site)}", 20)

    def begin(self):
        self.start_h323_server(4)
        return self.follow()

    def start_session(self):
        path = self.work.path / "plan.yaml"
        path.write_text(plan())
        self.server.ctl("plan", "import", path)
        self.server.ctl("session", "start")

    def waiting(self):
        """Sites that wait to speak, in order."""
        floor = json.loads(self.server.ctl("floor", "list", "--format", "json").stdout)
        return [turn["site"] for turn in floor["floor"] if turn["state"] == "waiting"]

    def test_simulated_rooms_of_both_protocols_ask_for_the_floor(self):
        events = self.begin()
        self.start_session()
        h323 = self.start_h323_rooms(2)
        sip = self.start_rooms(2, first=3)
        self.server.wait_sites(CONFERENCE, 4)
        h323.ask("keys", room=2, keys="5")
        h323.ask("keys", room=2, keys="*1")
        self.wait_pressed(events, "x.00002", "5*1")
        sip.ask("keys", room=3, keys="*1")
        self.wait_pressed(events, "x.00003", "*1")
        sip.ask("keys", room=4, keys="*#2")
        self.wait_pressed(events, "x.00004", "*#2")
        self.assertEqual(self.waiting(), ["x.00002", "x.00003"])
        self.assertEqual([e["fields"]["site"] for e in events.since(0, "floor.asked")], ["x.00002", "x.00003"])
        self.server.ctl("floor", "give")
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["microphone_on"], "the first one may speak")
        self.assertEqual(self.waiting(), ["x.00003"])

    def test_another_sequence_and_none(self):
        self.start_server(1, session={"floor_keys": "99"})
        self.assertEqual(self.server.program.alive(), True)
        self.server.stop()
        self.server.sections["session"] = {"floor_keys": "x"}
        self.server.write_config()
        # Told before it runs.
        from harness import MCUD, Failure, Program  # pylint: disable=import-outside-toplevel
        refused = Program("refused", [MCUD, "--config", self.server.config], self.work.path)
        self.assertNotEqual(refused.process.wait(20), 0)
        self.assertIn("floor_keys", refused.tail())
        self.server.sections["session"] = {"floor_keys": ""}
        try:
            self.server.start()
        except Failure as failure:
            self.fail(failure)

    def test_a_flood_is_held_to_the_pace_of_fingers(self):
        events = self.begin()
        sim = self.start_h323_rooms(1)
        self.server.wait_sites(CONFERENCE, 1)
        for _ in range(20):
            sim.ask("keys", room=1, keys="1" * 60)
        sim.ask("hangup", room=1)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00001")["state"] == "absent", "the room has left")
        self.assertLess(len(self.pressed(events, "x.00001")), 120)
        self.assertGreater(len(self.pressed(events, "x.00001")), 0)

    def call_baresip(self, media=""):
        sites = unit_sites(1)
        room = self.start_baresip(1, media=media)
        sites[0]["uri"] = f"sip:room1@127.0.0.1:{room.sip_port}"
        self.start_server(sites=sites)
        events = self.follow()
        self.server.ctl("site", "call-absent", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 1)
        return room, events

    def press(self, room, events, keys):
        """One after another, as fingers do: baresip sends a code at a time."""
        for number, key in enumerate(keys):
            room.command("sndcode", key)
            self.wait_pressed(events, "x.00001", keys[:number + 1])

    def test_telephone_events_of_baresip(self):
        room, events = self.call_baresip()
        self.press(room, events, "*1#0")
        self.assertEqual({e["fields"]["way"] for e in events.since(0, "site.dtmf")}, {"media"})

    def test_telephone_events_within_srtp(self):
        room, events = self.call_baresip("srtp-mand")
        self.press(room, events, "77")
        self.assertTrue(self.server.site(CONFERENCE, "x.00001")["encrypted"])

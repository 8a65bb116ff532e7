# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign MCUs over H.323, by the code that does it over SIP: below us, shown with a phone call, and above us as a participant.
The foreign one is a second server that knows nothing of a cascade: both are MCUs, so who is master of H.245 is drawn."""

import unittest

from h323_support import LISTENING, H323Test
from harness import Mcud, Mcusim, unit_sites, wait_for
from support import CONFERENCE

FOREIGN, THEIRS, FAR = "m.viettel", "9000", 41


class ForeignMcu(H323Test):
    def meet(self, site, far_rooms, far_conference=None):
        """Our conference of rooms 1 and 2, and `far_rooms` in the foreign MCU's, which `site` is."""
        far_sites = [{"id": f"f.{n:05}", "name": f"Điểm cầu {n}"} for n in far_rooms]
        self.far = Mcud(self.work.path / "far", name="far", sites=far_sites, h323={"listen": "127.0.0.1:0"}, transports=("udp",),
                        conferences=[{"id": THEIRS, "title": "Chính phủ", "open": True, "layout": "1x1", "mute_on_entry": True,
                                      "picture": "640x360@30", "captions": False, "sites": [s["id"] for s in far_sites]}]).start()
        self.addCleanup(self.far.stop)
        self.peer_ports.append(self.far.ports["h323"])
        sites = unit_sites(1, 2) + [{"id": FOREIGN, "uri": f"h323:{THEIRS}@127.0.0.1:{self.far.ports['h323']}", **site}]
        if site.get("manual_mcu"):
            sites += [{"id": f"x.{n:05}", "name": f"Xã {n}", "via": FOREIGN} for n in far_rooms]
        self.start_h323_server(sites=sites, conference={"picture": "640x360@30", "captions": False, **(far_conference or {})},
                               h323={"aliases": ["mcu.tinh", "9001"]})
        self.rooms = self.start_h323_rooms(2, *LISTENING)
        self.far_rooms = Mcusim(self.work.path, "--server", self.far.uri(THEIRS, "udp"), "--rooms", str(len(far_rooms)),
                                "--first", str(far_rooms[0]), "--user-pattern", "f.{n:05}", "--encryption", "disabled",
                                *LISTENING, name="far-rooms")
        self.addCleanup(self.far_rooms.stop)
        self.server.wait_sites(CONFERENCE, 2)
        self.far.wait_sites(THEIRS, len(far_rooms))
        self.ctl("site", "call", FOREIGN)
        wait_for(lambda: self.server.site(CONFERENCE, FOREIGN)["state"] == "connected", "we are in the foreign conference", 20)
        self.us = next(s["id"] for s in self.far.conference(THEIRS)["sites"] if not s["id"].startswith("f."))

    def ctl(self, *words):
        return self.server.ctl(*words, "--conference", CONFERENCE)

    def far_ctl(self, *words):
        return self.far.ctl(*words, "--conference", THEIRS)

    def test_below_us_without_a_control_channel(self):
        self.meet({"name": "MCU Viettel", "manual_mcu": True, "phone": "0912 000 111"}, [FAR, FAR + 1])
        said = self.ctl("show", f"x.{FAR:05}").stdout
        self.assertIn("0912 000 111", said)
        # Their technician does what the phone call asked for: the room up to us, our programme to the room.
        self.far_ctl("layout", "set", "1x1", f"f.{FAR:05}", "--view", self.us)
        self.far_ctl("unmute", f"f.{FAR:05}", self.us)
        self.far_ctl("show", self.us)
        self.ctl("seen", f"x.{FAR:05}")
        self.rooms.expect(1, sees=[FAR], hears=[FAR], within=20)
        self.rooms.expect(2, sees=[FAR], hears=[FAR], within=20)
        self.ctl("unmute", "x.00001")
        self.far_rooms.expect(FAR, hears=[1], not_hears=[FAR], within=20)
        self.ctl("show", "x.00002")
        self.rooms.expect(1, sees=[2], hears=[2], not_hears=[FAR], within=20)
        self.assertEqual(self.server.site(CONFERENCE, FOREIGN)["protocol"], "H.323")

    def test_above_us_as_a_participant(self):
        self.meet({"name": "Văn phòng Chính phủ", "level": "government", "relay": "upstream"}, [FAR, FAR + 1])
        self.ctl("unmute", FOREIGN)
        self.far_ctl("show", f"f.{FAR:05}")
        self.far_ctl("unmute", f"f.{FAR:05}", self.us)
        self.ctl("show", FOREIGN)
        for room in (1, 2):
            self.rooms.expect(room, sees=[FAR], hears=[FAR], within=20)
        self.far_ctl("show", self.us)
        self.ctl("layout", "set", "1x1", "x.00002", "--view", FOREIGN)
        self.ctl("unmute", "x.00002")
        for room in (FAR, FAR + 1):
            self.far_rooms.expect(room, sees=[2], hears=[2], within=20)
        report = self.far_rooms.report(FAR)
        self.assertFalse(report["echo"])
        self.assertFalse(report["own_picture"])

    def test_who_is_master_of_h245_is_drawn(self):
        """Ten calls between two MCUs, which say the same terminal type: each is connected, whoever wins."""
        self.meet({"name": "MCU Viettel", "manual_mcu": True}, [FAR])
        for _ in range(10):
            self.ctl("site", "hangup", FOREIGN)
            wait_for(lambda: self.server.site(CONFERENCE, FOREIGN)["state"] not in ("connected", "connecting"), "hung up", 20)
            wait_for(lambda: self.far.status()["counters"]["h323.active_calls"] == 0, "it knows", 20)
            self.ctl("site", "call", FOREIGN)
            wait_for(lambda: self.server.site(CONFERENCE, FOREIGN)["state"] == "connected", "connected again", 20)
        self.assertEqual(self.far.status()["counters"]["h323.malformed"], 0)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Media encryption of H.323 rooms (H.235.6): the right picture and tone, and nothing is downgraded."""

import unittest

import asterisk
from h323_support import LISTENING, H323Test
from harness import Mcusim, unit_sites, wait_for
from province import free_port
from support import CONFERENCE

SUITE = "AES_CBC_256"


class H323Encryption(H323Test):
    def start_h323_rooms(self, count, *options, first=1, name=None, encryption="required"):
        return self.start_rooms(count, "--encryption", encryption, *options, first=first, transport="h323",
                                name=name or f"h323-{first}")

    def is_encrypted(self, site, suite=SUITE):
        found = self.server.site(CONFERENCE, site)
        self.assertTrue(found["encrypted"], site)
        self.assertEqual({s["suite"] for s in found["streams"]}, {suite})

    def meet(self, *options, h323=None, **more):
        self.start_h323_server(3, conference={"encryption": "required"}, h323=h323)
        sim = self.start_h323_rooms(3, *LISTENING, *options, **more)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2], not_hears=[1, 3])
        self.show(3)
        sim.expect(2, sees=[3], hears=[3], not_hears=[2])
        for site in ("x.00001", "x.00002", "x.00003"):
            self.is_encrypted(site)
        return sim

    def test_required_at_both_ends(self):
        self.meet()
        self.assertIn(SUITE, self.server.ctl("site", "show-details", "x.00001").stdout)
        if self.capture is not None:
            self.server.ctl("site", "hangup", "x.00001", "x.00002", "x.00003", "--conference", CONFERENCE)
            self.no_connections()
            self.judge()
            # Setup and Connect have half keys; a key for each channel of three calls, all given by the master.
            self.assertEqual(self.capture.count("h225.tokens"), 6)
            self.assertEqual(self.capture.count("h245.encryptionSync_element"), 12)

    def test_separate_h245_and_mode_0_and_g722(self):
        self.meet("--separate-h245", "--h264-mode", "0", "--audio-codec", "g722", encryption="preferred")

    def test_hold_gives_new_keys(self):
        sim = self.meet()
        sim.ask("hold", room=2, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 holds")
        sim.ask("hold", room=2, on=False)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 is back")
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.show(3)
        sim.expect(2, sees=[3], hears=[3])
        self.is_encrypted("x.00002")

    def test_open_channels_get_new_keys(self):
        """Each two seconds, while rooms see and hear: what is sent under either key arrives."""
        sim = self.meet(h323={"media_key_seconds": 2})
        for round in range(2):
            wait_for(lambda: self.counters()["h323.new_keys"] >= 12 * (round + 1), "each channel has another key", 60)
            for shown, at in ((1, 2), (2, 3), (3, 1)):
                self.show(shown)
                sim.expect(at, sees=[shown], hears=[shown])
        self.is_encrypted("x.00002")
        for room in (1, 2, 3):
            for kind in ("audio", "video"):
                self.assertLess(sim.report(room)[kind]["dropped"], 100, f"{kind} of room {room}")
        if self.capture is not None:
            self.judge()
            commands = self.capture.count("h245.encryptionUpdateCommand_element")
            self.assertGreaterEqual(commands, 24)
            self.assertLess(commands - self.capture.count("h245.encryptionUpdateAck_element"), 12)

    def test_rooms_are_dialled(self):
        port = free_port()
        self.peer_ports.append(port)
        sites = unit_sites(1, 2)
        for site in sites:
            site["uri"] = f"h323:{site['id']}@127.0.0.1:{port}"
        self.start_h323_server(sites=sites, conference={"encryption": "required"})
        sim = Mcusim(self.work.path, "--h323", "--listen-at", f"127.0.0.1:{port}", "--rooms", "2", "--first", "1",
                     "--user-pattern", "x.{n:05}", "--encryption", "preferred", *LISTENING)
        self.addCleanup(sim.stop)
        self.server.ctl("site", "call-absent", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.is_encrypted("x.00001")

    def test_beside_an_encrypted_sip_room(self):
        self.start_h323_server(2, conference={"encryption": "required"})
        h323 = self.start_h323_rooms(1, *LISTENING)
        sip = self.start_rooms(1, *LISTENING, "--encryption", "required", first=2, transport="tls")
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        h323.expect(1, sees=[2], hears=[2])
        self.show(1)
        sip.expect(2, sees=[1], hears=[1])
        self.is_encrypted("x.00001")

    def test_preferred_takes_encrypted_and_clear_rooms(self):
        self.start_h323_server(3, conference={"encryption": "preferred"})
        secure = self.start_h323_rooms(1, *LISTENING)
        self.start_h323_rooms(1, *LISTENING, first=2, encryption="preferred")
        clear = self.start_h323_rooms(1, *LISTENING, first=3, encryption="disabled")
        self.server.wait_sites(CONFERENCE, 3)
        self.show(3)
        secure.expect(1, sees=[3], hears=[3])
        self.is_encrypted("x.00001")
        self.is_encrypted("x.00002")
        self.assertFalse(self.server.site(CONFERENCE, "x.00003")["encrypted"])
        self.show(1)
        clear.expect(3, sees=[1], hears=[1])

    def test_required_refuses_a_clear_room_and_says_so(self):
        self.start_h323_server(2, conference={"encryption": "required"})
        sim = self.start_h323_rooms(1, encryption="disabled")
        wait_for(lambda: sim.report(1)["state"] == "failed", "the clear room is refused")
        self.assertIn("encryption-required", sim.report(1)["cause"])
        wait_for(lambda: "encryption-required" in self.server.site(CONFERENCE, "x.00001")["cause"], "the server says why")

    def test_a_room_that_requires_it_does_not_stay_with_a_server_that_has_it_off(self):
        self.start_h323_server(2, conference={"encryption": "disabled"})
        sim = self.start_h323_rooms(1)
        wait_for(lambda: "encryption-required" in sim.report(1)["cause"], "the room leaves, and says why")


@unittest.skipIf(asterisk.missing(), asterisk.missing())
class AsteriskHasNone(H323Test):
    """chan_ooh323 has no H.235: it is told so where encryption is required, and called in the clear where it is preferred."""

    def dial(self, encryption):
        port, first = free_port(), free_port() // 400 * 400
        self.peer_ports.append(port)
        sites = unit_sites(1, 2)
        sites[1].update(uri=f"h323:{asterisk.TONE}@127.0.0.1:{port}")
        self.start_h323_server(sites=sites, conference={"encryption": encryption})
        peer = asterisk.Asterisk(
            self.work.path, address="127.0.0.1", port=port, ports=(first, first + 99), rtp=(first + 100, first + 199),
            general=["faststart=no"], peers={"mcu": ["type=friend", "ip=127.0.0.1", f"port={self.h323_port}"]}).start()
        self.addCleanup(peer.stop)
        self.server.ctl("call", "x.00002", "--conference", CONFERENCE)

    def test_required(self):
        self.dial("required")
        wait_for(lambda: "encryption-required" in self.server.site(CONFERENCE, "x.00002")["cause"], "the server says why", 30)

    def test_preferred(self):
        self.dial("preferred")
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["state"] == "connected", "Asterisk is connected", 30)
        self.assertFalse(self.server.site(CONFERENCE, "x.00002")["encrypted"])


if __name__ == "__main__":
    unittest.main()

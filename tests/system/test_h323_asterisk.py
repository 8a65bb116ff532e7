# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls with a foreign H.323 endpoint: Asterisk with chan_ooh323, which ./dev peers makes. Sound alone; it has no H.264."""

import unittest

import asterisk
from events import Events
from h323_support import LISTENING, H323Test
from harness import unit_sites, wait_for
from province import free_port
from support import CONFERENCE

NUMBER = "03985"  # what it calls itself


@unittest.skipIf(asterisk.missing(), asterisk.missing())
class Asterisk(H323Test):
    """x.00001 is a simulated SIP room that looks and listens; x.00002 is Asterisk."""

    def meet(self, general=(), h323=None, number=asterisk.TONE):
        self.port = free_port()
        self.peer_ports.append(self.port)
        first = free_port() // 400 * 400
        sites = unit_sites(1, 2)
        sites[1].update(uri=f"h323:{number}@127.0.0.1:{self.port}", user=NUMBER, home=CONFERENCE)
        self.start_h323_server(sites=sites, h323=h323)
        self.peer = asterisk.Asterisk(
            self.work.path, address="127.0.0.1", port=self.port, ports=(first, first + 99), rtp=(first + 100, first + 199),
            general=[f"e164={NUMBER}", f"callerid={NUMBER}", *general],
            peers={"mcu": ["type=friend", "ip=127.0.0.1", f"port={self.h323_port}", f"e164={NUMBER}"]}).start()
        self.addCleanup(self.peer.stop)
        self.room = self.start_rooms(1, *LISTENING, "--encryption", "disabled", "--audio-codec", "pcma")
        self.server.wait_sites(CONFERENCE, 1)

    def connected(self):
        return wait_for(lambda: self.site()["state"] == "connected" and self.site(), "Asterisk is connected", 30)

    def site(self):
        return self.server.site(CONFERENCE, "x.00002")

    def dial(self):
        self.server.ctl("call", "x.00002", "--conference", CONFERENCE)
        return self.connected()

    def gone(self):
        wait_for(lambda: self.site()["state"] not in ("connected", "connecting"), "the call is over", 20)
        wait_for(lambda: not self.peer.channels(), "Asterisk has no channel left", 20)
        wait_for(lambda: self.counters()["h323.active_calls"] == 0, "we have no call left", 20)

    def check_dialled(self):
        site = self.dial()
        self.assertEqual(site["audio_codec"], "PCMA")
        wait_for(lambda: any(c[4] == "Up" for c in self.peer.channels()), "up at Asterisk too", 20)
        self.server.ctl("hangup", "x.00002", "--conference", CONFERENCE)
        self.gone()

    def test_dialled_with_tunnelled_h245(self):
        self.meet(["h245tunneling=yes", "faststart=no"])
        self.check_dialled()

    def test_dialled_with_separate_h245(self):
        self.meet(["h245tunneling=no", "faststart=no"])
        self.check_dialled()

    def test_fast_start_is_declined_and_h245_follows(self):
        self.meet(["h245tunneling=yes", "faststart=yes"])
        self.calls_in()
        self.connected()

    def test_sound_goes_both_ways(self):
        self.meet(["h245tunneling=yes", "faststart=no"], number=asterisk.ECHO)
        self.dial()
        self.server.ctl("unmute", "x.00001", "x.00002", "--conference", CONFERENCE)
        # What room 1 says goes to Asterisk and comes back from there: it is no part of the mix but through it.
        self.room.expect(1, hears=[1], within=20)
        self.server.ctl("mute", "x.00002", "--conference", CONFERENCE)
        self.room.expect(1, not_hears=[1], within=20)

    def test_it_is_probed(self):
        self.meet(["h245tunneling=yes", "faststart=no"])
        report = self.server.json("site", "probe", "x.00002")
        self.assertTrue(report["connected"], report)
        self.assertEqual(report["vendor"], "Objective Systems (184/0/39)")
        self.assertEqual({a["name"] for a in report["abilities"] if a["kind"] == "audio"}, {"PCMA", "PCMU"})
        streams = {s["kind"]: s for s in report["streams"]}
        self.assertTrue(streams["audio"]["arrived"], report)
        self.assertEqual(streams["video"]["codec"], "", "it has no picture")
        self.gone()

    def check_keys(self, form, way):
        self.meet(["h245tunneling=yes", "faststart=no", f"dtmfmode={form}"], number=asterisk.DIGITS)
        events = Events(self.server)
        self.addCleanup(events.stop)
        self.dial()
        wait_for(lambda: [e["fields"]["digit"] for e in events.since(0, "site.dtmf", "x.00002")] == list("1590"),
                 "its keys are events", 30)
        self.assertEqual({e["fields"]["way"] for e in events.since(0, "site.dtmf")}, {way})

    def test_keys_as_h245_signals(self):
        self.check_keys("h245signal", "signalling")

    def test_keys_as_h245_characters(self):
        self.check_keys("h245alphanumeric", "signalling")

    def test_keys_as_telephone_events(self):
        self.check_keys("rfc2833", "media")

    def test_busy_is_told(self):
        self.meet(["h245tunneling=yes", "faststart=no"], number=asterisk.BUSY)
        self.server.ctl("call", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: "busy" in self.site()["cause"], "busy", 20)

    def calls_in(self):
        self.peer.ctl("channel originate OOH323/mcu/100 application Milliwatt")

    def test_calls_in_and_hangs_up(self):
        self.meet(["h245tunneling=yes", "faststart=no"])
        self.calls_in()
        self.connected()
        self.peer.ctl("channel request hangup all")
        self.gone()

    def test_calls_in_with_separate_h245(self):
        self.meet(["h245tunneling=no", "faststart=no"], h323={"tunnelling": False})
        self.calls_in()
        self.connected()
        self.server.ctl("hangup", "x.00002", "--conference", CONFERENCE)
        self.gone()


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Endpoints we did not write: baresip and sipp."""

import pathlib
import subprocess
import unittest

from events import Events
from harness import wait_for
from support import CONFERENCE, SystemTest


class Peers(SystemTest):
    def call_baresip(self, transport="udp", media="", encrypted=False, policy=None):
        """baresip is called, its tone arrives at a simulated room, and it sees that room."""
        self.start_server(2)
        self.events = Events(self.server)
        self.addCleanup(self.events.stop)
        sim = self.start_rooms(1, "--look", "all", "--listen", "all", "--encryption", "disabled")
        room = self.start_baresip(2, transport=transport, media=media, tone=1000, ca=self.server.ca)
        port = room.sip_port + 1 if transport == "tls" else room.sip_port
        self.server.ctl("site", "put", "x.00002", "--uri", f"sip:room2@127.0.0.1:{port};transport={transport}",
                        "--encryption", policy or ("required" if encrypted else "disabled"), *(("--dtls",) if media == "dtls_srtp" else ()))
        self.server.ctl("site", "call", "x.00002", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, hears_hz=[1000], within=15)
        site = self.server.site(CONFERENCE, "x.00002")
        self.assertEqual(site["encrypted"], encrypted)
        self.assertIn("baresip", site["product"])
        snapshot = room.folder / "sees.png"
        wait_for(lambda: room.snapshot(snapshot) is None, "baresip has a picture", 20)
        return room

    def test_baresip_on_udp_with_packetization_mode_0(self):
        self.call_baresip()

    def test_baresip_on_tls_with_sdes(self):
        self.call_baresip("tls", "srtp-mand", encrypted=True)

    def test_baresip_that_insists_on_savp_is_called_again(self):
        """`preferred` offers RTP/AVP with keys first; this room refuses anything but RTP/SAVP, and the operator need not know."""
        self.call_baresip("tls", "srtp-mand", encrypted=True, policy="preferred")
        self.assertTrue(self.events.since(0, "site.secured-offer", "x.00002"), [e["kind"] for e in self.events.seen])

    def test_baresip_with_dtls_srtp(self):
        self.call_baresip("udp", "dtls_srtp", encrypted=True)

    def test_sipp_calls_and_hangs_up_fifty_times(self):
        self.start_server(1, conference={"open": True})
        scenario = pathlib.Path(__file__).parent / "sipp" / "uac_call.xml"
        done = subprocess.run(
            ["sipp", f"127.0.0.1:{self.server.ports['udp']}", "-sf", str(scenario), "-s", CONFERENCE, "-i", "127.0.0.1",
             "-m", "50", "-l", "10", "-r", "10", "-nostdin", "-timeout", "60s", "-trace_err",
             "-error_file", str(self.work.path / "sipp-errors.log")],
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=120, check=False, cwd=self.work.path)
        self.assertEqual(done.returncode, 0)
        wait_for(lambda: self.server.status()["transport"]["sessions"] == 0, "all calls are gone", 30)


if __name__ == "__main__":
    unittest.main()

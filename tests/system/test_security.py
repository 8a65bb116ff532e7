# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption: every suite and key exchange carries the right picture and tone; nothing is downgraded."""

import contextlib
import socket
import ssl
import unittest

from harness import wait_for
from support import CONFERENCE, SystemTest

LISTENING = ("--look", "all", "--listen", "all")


class Security(SystemTest):
    def meet_encrypted(self, suite, *options, transport="tls"):
        self.start_server(3, conference={"encryption": "required"})
        sim = self.start_rooms(3, *LISTENING, "--encryption", "required", *options, transport=transport)
        sites = self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2], not_hears=[3], within=15)
        self.show(3)
        sim.expect(2, sees=[3], hears=[3], not_hears=[2], within=15)
        for site in self.server.conference(CONFERENCE)["sites"]:
            self.assertTrue(site["encrypted"], site["id"])
            self.assertEqual({s["suite"] for s in site["streams"]}, {suite})
        return sites

    def test_sdes_aes_cm_128(self):
        self.meet_encrypted("AES_CM_128_HMAC_SHA1_80", "--suite", "AES_CM_128_HMAC_SHA1_80")

    def test_sdes_aead_aes_128_gcm(self):
        self.meet_encrypted("AEAD_AES_128_GCM", "--suite", "AEAD_AES_128_GCM")

    def test_sdes_aead_aes_256_gcm(self):
        self.meet_encrypted("AEAD_AES_256_GCM", "--suite", "AEAD_AES_256_GCM")

    def test_dtls_srtp(self):
        self.meet_encrypted("AEAD_AES_256_GCM", "--dtls", transport="udp")

    def test_dtls_srtp_with_ice(self):
        self.meet_encrypted("AEAD_AES_256_GCM", "--dtls", "--ice", transport="udp")

    def test_required_refuses_a_clear_room_and_says_so(self):
        self.start_server(2, conference={"encryption": "required"})
        sim = self.start_rooms(1, "--encryption", "disabled")
        wait_for(lambda: sim.report(1)["state"] in ("failed", "ended"), "the clear room is refused")
        self.assertIn("encryption-required", sim.report(1)["cause"])

    def test_preferred_takes_encrypted_and_clear_rooms(self):
        self.start_server(2, conference={"encryption": "preferred"})
        secure = self.start_rooms(1, *LISTENING, "--encryption", "required", transport="tls")
        clear = self.start_rooms(1, *LISTENING, "--encryption", "disabled", first=2)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        secure.expect(1, sees=[2], hears=[2])
        self.assertTrue(self.server.site(CONFERENCE, "x.00001")["encrypted"])
        self.assertFalse(self.server.site(CONFERENCE, "x.00002")["encrypted"])
        self.show(1)
        clear.expect(2, sees=[1], hears=[1])


    def test_tls_connections_leave_nothing_behind(self):
        """sofia-sip of Debian 12 keeps 25 KiB of each TLS connection, 45 of one that breaks off (decision 0271)."""
        self.start_server(1)
        context = ssl.create_default_context(cafile=str(self.server.ca))
        context.check_hostname = False
        where = ("127.0.0.1", self.server.ports["tls"])

        def connect(count):
            for _ in range(count):
                with contextlib.suppress(OSError), socket.create_connection(where, 10) as line, context.wrap_socket(line) as tls:
                    tls.sendall(b"\r\n\r\n")
                with contextlib.suppress(OSError), socket.create_connection(where, 10) as line:
                    line.sendall(b"GET / HTTP/1.0\r\n\r\n")

        connect(100)  # what is made once is there
        before = self.server.program.resident_mib()
        connect(400)
        self.assertLess(self.server.program.resident_mib() - before, 8)
        self.start_rooms(1, *LISTENING, transport="tls")
        self.server.wait_sites(CONFERENCE, 1)


if __name__ == "__main__":
    unittest.main()

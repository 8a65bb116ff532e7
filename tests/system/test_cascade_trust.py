# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may link: certificates, identities, and peers that send nonsense."""

import os
import random
import socket
import ssl
import unittest

from cascade_support import CascadeTest
from certificates import Authority
from harness import Failure, wait_for
from province import MASTER, VIETTEL, VNPT
from stranger import Stranger, field, fixed64


class Certificates(CascadeTest):
    def refused(self, *words, at=VNPT, peer=MASTER):
        """The link is refused, and the reason read at the console of `at` has all the words."""
        def so():
            link = self.province.link(at, peer)
            cause = link.get("cause", "").lower()
            if link["state"] != "refused" or not all(w in cause for w in words):
                raise Failure(f"{at}: {link['state']}: {cause}")
            return link
        wait_for(so, f"{at} is refused: {' '.join(words)}", 20)
        self.assertEqual(self.province.cascade()["links"] and self.province.link(MASTER, VNPT)["trunks"], [])
        self.province.wait_link(MASTER, VIETTEL)  # nobody else suffers

    def test_a_certificate_of_another_authority(self):
        province = self.make()
        other = Authority(self.work.path / "other", "Somebody else")
        files = province.authority.mcus[VNPT]
        own_ca = (files.folder / "ca.pem").read_bytes()
        other.enrol(VNPT, self.work.path / "other" / "mcu")
        for name in ("mcu.pem", "mcu.key"):
            (files.folder / name).write_bytes((self.work.path / "other" / "mcu" / name).read_bytes())
        self.assertEqual((files.folder / "ca.pem").read_bytes(), own_ca)
        province.start()
        self.refused("authority")

    def test_an_expired_certificate(self):
        province = self.make()
        province.authority.expire(VNPT)
        province.start()
        self.refused("expired")

    def test_a_revoked_certificate(self):
        province = self.make()
        province.authority.revoke(VNPT)
        province.start()
        self.refused("revoked")

    def test_a_certificate_revoked_while_the_link_is_up(self):
        province = self.meet(rooms=False)
        province.authority.revoke(VNPT)
        self.refused("revoked")

    def test_a_certificate_of_another_mcu(self):
        province = self.make()
        files = province.authority.enrol("mcu.khac", self.work.path / "khac")
        for name in ("mcu.pem", "mcu.key"):
            (province.authority.mcus[VNPT].folder / name).write_bytes((files.folder / name).read_bytes())
        province.start()
        self.refused("mcu.khac")


class Nonsense(CascadeTest):
    """Peers that break the protocol are cut off; the other links do not notice."""

    def setUp(self):
        super().setUp()
        self.meet(1, 4171, slaves=(VIETTEL,), more_slaves=(VNPT,))
        self.province.take(4171)
        self.files = self.province.authority.enrol(VNPT, self.work.path / "stranger")
        self.address = f"127.0.0.1:{self.province.control_port}"

    def unharmed(self):
        self.assertTrue(self.province.master.program.alive())
        self.assertEqual(self.province.link(MASTER, VIETTEL)["state"], "up")
        self.province.expect(1, sees=[4171], hears=[4171])

    def test_no_tls_no_certificate_or_old_tls(self):
        with socket.create_connection(("127.0.0.1", self.province.control_port), timeout=10) as line:
            line.sendall(random.Random(1).randbytes(4000))
            line.settimeout(20)
            try:
                while line.recv(4096):
                    pass
            except ConnectionError:
                pass
        for files, version in ((None, ssl.TLSVersion.TLSv1_3), (self.files, ssl.TLSVersion.TLSv1_2)):
            with self.assertRaises((OSError, ssl.SSLError)):
                stranger = Stranger(self.address, files, version)
                stranger.open_link()
                if not stranger.read_until_closed():
                    raise ConnectionResetError
        self.unharmed()

    def test_nonsense_in_frames_and_messages(self):
        dice = random.Random(20220225)
        for _ in range(20):
            stranger = Stranger(self.address, self.files)
            stranger.open_link()
            stranger.send_message(dice.randbytes(dice.randrange(1, 3000)))
            stranger.read_until_closed()
            stranger.close()
        stranger = Stranger(self.address, self.files)
        try:
            stranger.send(os.urandom(20000))
            stranger.read_until_closed()
        except OSError:
            pass  # it was cut off in the middle
        stranger.close()
        self.unharmed()

    def test_a_huge_message(self):
        stranger = Stranger(self.address, self.files)
        stranger.open_link()
        try:
            stranger.send_message(field(1, field(1, field(1, VNPT) + field(2, "x" * (2 << 20)))))
            stranger.read_until_closed()
        except OSError:
            pass
        stranger.close()
        self.unharmed()

    def test_a_message_before_hello(self):
        stranger = Stranger(self.address, self.files)
        stranger.open_link()
        stranger.send_message(field(3, field(1, 7) + field(2, 8)))  # a roster's change
        self.assertIn(b"hello", stranger.read_until_closed().lower())
        stranger.close()
        self.unharmed()

    def test_hello_with_an_identity_that_is_not_the_certificates(self):
        stranger = Stranger(self.address, self.files)
        stranger.open_link()
        identity = field(1, VIETTEL) + field(2, "x") + field(3, "hnth-mcu 0.1.0") + field(4, 1) + fixed64(7, 11)
        stranger.send_message(field(1, field(1, identity) + field(3, 1)))
        self.assertIn(VIETTEL.encode(), stranger.read_until_closed())
        stranger.close()
        self.unharmed()


if __name__ == "__main__":
    unittest.main()

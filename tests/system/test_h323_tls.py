# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 call signalling over TLS: rooms call in and are called, seen and heard; who is not believed is not."""

from h323_support import LISTENING, H323Test
from harness import Mcusim, make_certificates, unit_sites, wait_for
from province import free_port
from support import CONFERENCE


class OverTls(H323Test):
    JUDGED = False  # nobody reads it

    def tls(self, **more):
        agent, ca = make_certificates(self.work.path / "h323-certificates")
        return {"tls": {"listen": "127.0.0.1:0", "certificate": str(agent), "ca": str(ca), **more}}, ca

    def rooms(self, count, ca, *options, name="tls-rooms"):
        uri = f"h323:{CONFERENCE}@127.0.0.1:{self.server.ports['h323-tls']};transport=tls"
        sim = Mcusim(self.work.path, "--server", uri, "--rooms", str(count), "--first", "1", "--user-pattern", "x.{n:05}",
                     "--trusted", str(ca), *LISTENING, *options, name=name)
        self.addCleanup(sim.stop)
        return sim

    def test_rooms_call_in(self):
        h323, ca = self.tls()
        self.start_h323_server(2, h323=h323)
        sim = self.rooms(2, ca)
        self.server.wait_sites(CONFERENCE, 2)
        self.assertEqual(self.server.site(CONFERENCE, "x.00001")["protocol"], "H.323/tls")
        self.assertTrue(self.server.site(CONFERENCE, "x.00001")["encrypted"])
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])

    def test_rooms_are_called_and_probed(self):
        port = free_port()
        uri = f"h323:x.00001@localhost:{port};transport=tls"
        sites = unit_sites(1)
        sites[0]["uri"] = uri
        agent, ca = make_certificates(self.work.path / "h323-certificates")
        self.start_h323_server(sites=sites, h323={"tls": {"ca": str(ca)}})
        sim = Mcusim(self.work.path, "--h323", "--server", f"h323:nobody@127.0.0.1:{port};transport=tls", "--idle",
                     "--listen-at", f"127.0.0.1:{port}", "--rooms", "1", "--first", "1", "--user-pattern", "x.{n:05}",
                     "--certificate", str(agent), "--key", str(agent), *LISTENING, name="tls-room")
        self.addCleanup(sim.stop)
        sim.report(1)  # it listens now
        self.server.ctl("site", "put", "x.00001", "--uri", uri.replace("localhost", "127.0.0.1"))
        page = self.server.ctl("site", "probe", "x.00001").stdout
        self.assertIn("AES_CBC_256", page)
        self.server.ctl("call", "x.00001", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 1)

    def test_a_room_that_is_not_believed_stays_out(self):
        h323, ca = self.tls(verify_clients=True)
        self.start_h323_server(1, h323=h323)
        _, other = make_certificates(self.work.path / "other-certificates")
        self.rooms(1, ca, name="without")  # shows one of its own making
        self.rooms(1, other, name="mistrusting")
        wait_for(lambda: self.counters()["h323.tls_failures"] >= 2, "both are turned away")
        self.assertEqual(self.server.site(CONFERENCE, "x.00001")["state"], "absent")
        self.assertEqual(self.counters()["h323.incoming_calls"], 0)

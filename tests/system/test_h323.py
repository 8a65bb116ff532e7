# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 rooms are rooms like any other: called and calling, seen and heard beside SIP rooms."""

import os
import pathlib
import random
import signal
import socket
import unittest

import capture
from h323_support import LISTENING, H323Test
from harness import Mcusim, unit_sites, wait_for
from province import free_port
from support import CONFERENCE


def messages(name):
    """Real messages, of the vectors of tests/h323: two octets of length, the message, four octets of something else."""
    content = (pathlib.Path(__file__).resolve().parents[1] / "h323" / "vectors" / f"{name}.vec").read_bytes()
    out, at = [], 0
    while at + 2 <= len(content):
        length = int.from_bytes(content[at:at + 2], "big")
        out.append(content[at + 2:at + 2 + length])
        at += 2 + length + 4
    return [m for m in out if m and len(m) < 2000]


class H323Calls(H323Test):
    def meet(self, *options, h323=None):
        self.start_h323_server(3, h323=h323)
        sim = self.start_h323_rooms(3, *LISTENING, *options)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2], not_hears=[1, 3])
        sim.expect(3, sees=[2], hears=[2], not_hears=[1, 3])
        self.show(3)
        sim.expect(1, sees=[3], hears=[3], not_hears=[2])
        sim.expect(2, sees=[3], hears=[3], not_hears=[2])
        return sim

    def test_tunnelled(self):
        self.meet()
        site = self.server.site(CONFERENCE, "x.00002")
        self.assertEqual(site["protocol"], "H.323/tcp")
        self.assertIn("mcusim", site["product"])

    def test_separate_h245_of_the_room(self):
        self.meet("--separate-h245")

    def test_separate_h245_of_the_server(self):
        first = free_port()
        self.meet(h323={"tunnelling": False, "h245_ports": f"{first}-{first + 500}"})

    def test_packetization_mode_0_and_pcmu(self):
        self.meet("--h264-mode", "0", "--audio-codec", "pcmu")

    def test_g722(self):
        self.meet("--audio-codec", "g722")

    def dialled(self, *options):
        """A server that calls its rooms, which listen."""
        port = free_port()
        self.peer_ports.append(port)
        sites = unit_sites(1, 2)
        for site in sites:
            site["uri"] = f"h323:{site['id']}@127.0.0.1:{port}"
        self.start_h323_server(sites=sites)
        sim = Mcusim(self.work.path, "--h323", "--listen-at", f"127.0.0.1:{port}", "--rooms", "2", "--first", "1",
                     "--user-pattern", "x.{n:05}", "--encryption", "disabled", *LISTENING, *options)
        self.addCleanup(sim.stop)
        self.server.ctl("site", "call-absent", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        return sim

    def test_rooms_are_dialled_and_hung_up(self):
        sim = self.dialled()
        self.server.ctl("hangup", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["state"] != "connected", "x.00002 is hung up")
        wait_for(lambda: sim.report(2)["state"] == "idle", "room 2 knows")
        self.server.ctl("call", "x.00002", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)

    def test_a_room_is_called_at_its_backup_address(self):
        """Its SIP address is dead; it is there by H.323."""
        port, dead = free_port(), free_port()
        self.peer_ports.append(port)
        sites = unit_sites(1, 2)
        for site in sites:
            site["uri"] = f"sip:{site['id']}@127.0.0.1:{dead};transport=tcp"
            site["backup_uri"] = f"h323:{site['id']}@127.0.0.1:{port}"
        self.start_h323_server(sites=sites)
        sim = Mcusim(self.work.path, "--h323", "--listen-at", f"127.0.0.1:{port}", "--rooms", "2", "--first", "1",
                     "--user-pattern", "x.{n:05}", "--encryption", "disabled", *LISTENING)
        self.addCleanup(sim.stop)
        self.server.ctl("site", "call-absent", "--conference", CONFERENCE)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.assertEqual(self.server.site(CONFERENCE, "x.00002")["protocol"].lower().replace(".", ""), "h323")

    def test_rooms_with_separate_h245_are_dialled(self):
        self.dialled("--separate-h245")

    def test_a_room_hangs_up(self):
        sim = self.meet()
        sim.ask("hangup", room=2)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["state"] == "absent", "x.00002 has left")
        self.assertIn("normal", self.server.site(CONFERENCE, "x.00002")["cause"])
        wait_for(lambda: self.counters()["h323.active_calls"] == 2, "the call is over")

    def three_in_three_programs(self):
        self.start_h323_server(3)
        programs = [self.start_h323_rooms(1, *(LISTENING if n == 1 else ()), first=n) for n in (1, 2, 3)]
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        programs[0].expect(1, sees=[2], hears=[2])
        return programs

    def state(self, site="x.00002"):
        return self.server.site(CONFERENCE, site)["state"]

    def test_a_room_that_is_killed_leaves_its_call(self):
        others, killed, _ = self.three_in_three_programs()
        killed.program.kill()
        wait_for(lambda: self.state() == "absent", "x.00002 has left", 30)
        self.assertIn("unreachable", self.server.site(CONFERENCE, "x.00002")["cause"])
        wait_for(lambda: self.counters()["h323.active_calls"] == 2, "its call is over", 10)
        self.show(3)
        others.expect(1, sees=[3], hears=[3])

    def test_a_room_that_falls_silent_is_lost_and_comes_back(self):
        """As one whose line is cut: its connections stay, nothing comes."""
        others, silent, _ = self.three_in_three_programs()
        silent.program.kill(signal.SIGSTOP)
        self.addCleanup(silent.program.kill, signal.SIGCONT)
        wait_for(lambda: self.state() == "lost", "x.00002 is lost", 30)
        self.show(3)
        others.expect(1, sees=[3], hears=[3])
        silent.program.kill(signal.SIGCONT)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        others.expect(1, sees=[2], hears=[2])

    def test_sip_and_h323_in_one_picture(self):
        self.start_h323_server(4)
        h323 = self.start_h323_rooms(2, *LISTENING)
        sip = self.start_rooms(2, *LISTENING, "--encryption", "disabled", first=3)
        self.server.wait_sites(CONFERENCE, 4)
        self.server.ctl("layout", "set", "2x2", "x.00001", "x.00002", "x.00003", "x.00004", "--conference", CONFERENCE)
        for sim, rooms in ((h323, (1, 2)), (sip, (3, 4))):
            for room in rooms:
                sim.expect(room, sees=[n for n in (1, 2, 3, 4) if n != room], not_sees=[room], within=20)
        self.server.ctl("unmute", "x.00001", "x.00003", "--conference", CONFERENCE)
        h323.expect(2, hears=[1, 3], not_hears=[2, 4])
        sip.expect(4, hears=[1, 3], not_hears=[2, 4])
        self.server.ctl("mute", "x.00001", "--conference", CONFERENCE)
        sip.expect(4, hears=[3], not_hears=[1])

    def test_hold_by_an_empty_capability_set(self):
        sim = self.meet()
        self.show(2)
        sim.expect(1, hears=[2])
        sim.ask("hold", room=2, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 holds")
        sim.expect(1, not_hears=[2])
        sim.ask("hold", room=2, on=False)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00002")["held"], "x.00002 is back")
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.show(3)
        sim.expect(2, sees=[3], hears=[3])

    def test_other_capabilities_in_the_middle_of_a_call(self):
        sim = self.meet("--audio-codec", "g722,pcma")
        self.assertEqual(sim.report(1)["audio"]["codec"].lower(), "g722")
        sim.ask("codecs", room=1, audio=["pcma"])
        wait_for(lambda: self.server.site(CONFERENCE, "x.00001")["state"] == "connected", "x.00001 stays")
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])

    def test_fast_update(self):
        sim = self.meet()
        before = self.counters()
        self.assertTrue(sim.ask("keyframe", room=1)["ok"])
        sim.expect(1, sees=[3])
        self.assertEqual(before["h323.malformed"], 0)

    def test_flow_control_is_obeyed(self):
        self.start_h323_server(2)
        sim = self.start_h323_rooms(2, *LISTENING)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2])
        before = self.server.site(CONFERENCE, "x.00001")["video_codec"]
        sim.ask("limit-video", room=1, kbps=300)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00001")["video_codec"] != before, f"less than {before}", 20)
        sim.expect(1, sees=[2], hears=[2])
        sim.ask("limit-video", room=1, kbps=0)
        wait_for(lambda: not sim.report(1)["video"]["received"]["kbps"], "nothing comes any more", 20)
        sim.expect(1, hears=[2])
        sim.ask("limit-video", room=1, kbps=2000)
        sim.expect(1, sees=[2], within=20)

    def test_unlisted_callers_are_refused_unless_the_conference_is_open(self):
        self.start_h323_server(2)
        stranger = self.start_h323_rooms(1, first=77, name="stranger")
        wait_for(lambda: stranger.report(77)["state"] in ("failed", "ended"), "the stranger is refused")
        self.assertIn("forbidden", stranger.report(77)["cause"])
        self.assertIn("not on the site list", stranger.report(77)["cause"])

    def test_required_encryption_refuses_a_clear_call_and_says_so(self):
        self.start_h323_server(2, conference={"encryption": "required"})
        sim = self.start_h323_rooms(1)
        wait_for(lambda: sim.report(1)["state"] == "failed", "the clear call is refused")
        self.assertIn("encryption-required", sim.report(1)["cause"])
        wait_for(lambda: "encryption-required" in self.server.site(CONFERENCE, "x.00001")["cause"], "the server says why")


class H323OldRooms(H323Test):
    """A room that has no picture but that of an older standard sees and is seen beside rooms of today."""

    def among_others(self, *options, codec="H263"):
        self.start_h323_server(4)
        old = self.start_h323_rooms(1, *LISTENING, *options)
        others = self.start_h323_rooms(1, *LISTENING, first=2)
        sip = self.start_rooms(1, *LISTENING, "--encryption", "disabled", first=3)
        self.server.wait_sites(CONFERENCE, 3)
        self.show(2)
        old.expect(1, sees=[2], hears=[2])
        sip.expect(3, sees=[2], hears=[2])
        self.show(1)
        others.expect(2, sees=[1], hears=[1])
        sip.expect(3, sees=[1], hears=[1])
        site = self.server.site(CONFERENCE, "x.00001")
        self.assertTrue(site["video_codec"].startswith(codec + " "), site["video_codec"])
        self.assertTrue(self.server.site(CONFERENCE, "x.00002")["video_codec"].startswith("H264 "))
        self.server.ctl("layout", "set", "2x2", "x.00001", "x.00002", "x.00003", "--conference", CONFERENCE)
        for sim, room in ((old, 1), (others, 2), (sip, 3)):
            sim.expect(room, sees=[n for n in (1, 2, 3) if n != room], within=20)
        return old

    def test_h263(self):
        self.among_others("--codec", "h263")

    def test_h263_of_4cif(self):
        self.among_others("--codec", "h263", "--size", "704x576", "--kbps", "1500")

    def test_h263_of_qcif(self):
        self.among_others("--codec", "h263", "--size", "176x144", "--kbps", "128")

    def test_h261(self):
        self.among_others("--codec", "h261", codec="H261")

    def test_h261_of_qcif(self):
        self.among_others("--codec", "h261", "--size", "176x144", "--kbps", "128", codec="H261")

    def test_two_old_rooms_pass_pictures_through(self):
        self.start_h323_server(2)
        sim = self.start_h323_rooms(2, *LISTENING, "--codec", "h263")
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        self.show(1)
        sim.expect(2, sees=[1], hears=[1])


class H323Abuse(H323Test):
    JUDGED = False

    def connection(self):
        made = socket.create_connection(("127.0.0.1", self.h323_port), timeout=30)
        self.addCleanup(made.close)
        return made

    def closed(self, connection):
        connection.settimeout(30)
        try:
            while connection.recv(4096):
                pass
        except ConnectionResetError:
            pass
        return True

    def test_a_silent_connection_is_dropped(self):
        self.start_h323_server(1, h323={"silence_seconds": 1})
        self.assertTrue(self.closed(self.connection()))
        self.assertEqual(self.counters()["h323.silent_dropped"], 1)

    def test_garbage_disturbs_nobody(self):
        self.start_h323_server(2, h323={"silence_seconds": 2})
        sim = self.start_h323_rooms(2, *LISTENING)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        for size in (1, 4, 100, 5000):
            connection = self.connection()
            connection.sendall(os.urandom(size))
            self.assertTrue(self.closed(connection))
        for size in (10, 300, 4000):
            connection = self.connection()
            connection.sendall(b"\x03\x00" + (size + 4).to_bytes(2, "big") + os.urandom(size))
            self.assertTrue(self.closed(connection))
        # A Setup whose User-user element makes no sense.
        connection = self.connection()
        q931 = b"\x08\x02\x00\x07\x05\x7e\x00\x40\x05" + os.urandom(63)
        connection.sendall(b"\x03\x00" + (len(q931) + 4).to_bytes(2, "big") + q931)
        self.assertTrue(self.closed(connection))
        sim.expect(1, sees=[2], hears=[2])
        self.assertEqual(self.counters()["h323.active_calls"], 2)

    def test_mutated_setups_disturb_nobody(self):
        self.start_h323_server(2, h323={"silence_seconds": 2, "connections_per_address": 5000})
        sim = self.start_h323_rooms(2, *LISTENING)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        chance = random.Random(323)
        bodies = messages("h225.H323-UserInformation.setup") + messages("h225.H323-UserInformation.facility")
        for number in range(1000):
            body = bytearray(chance.choice(bodies))
            for _ in range(chance.randrange(4)):
                body[chance.randrange(len(body))] = chance.randrange(256)
            if chance.random() < 0.2:
                del body[chance.randrange(len(body)):]
            q931 = b"\x08\x02" + (number + 1).to_bytes(2, "big") + b"\x05\x7e" + (len(body) + 1).to_bytes(2, "big") + b"\x05" + body
            with socket.create_connection(("127.0.0.1", self.h323_port), timeout=30) as connection:
                connection.sendall(b"\x03\x00" + (len(q931) + 4).to_bytes(2, "big") + q931)
        sim.expect(1, sees=[2], hears=[2])
        wait_for(lambda: self.counters()["h323.active_calls"] == 2, "what they began is over", 30)
        self.assertEqual(self.server.conference(CONFERENCE)["id"], CONFERENCE)

    def test_connections_of_one_address_are_limited(self):
        self.start_h323_server(1, h323={"connections_per_address": 4})
        held = [self.connection() for _ in range(4)]
        self.assertTrue(self.closed(self.connection()))
        self.assertEqual(self.counters()["h323.connections_refused"], 1)
        for each in held:
            each.close()


@unittest.skipIf(capture.missing(), capture.missing())
class H323Wire(H323Test):
    """Each message that must be there is, in an order that can be (tshark decodes H.225.0 and H.245 by itself)."""

    def steps(self, *options, h323=None):
        """Two rooms join, hold, are limited, change what they can do and leave, one by itself; a stranger is refused."""
        self.start_h323_server(2, h323=h323)
        sim = self.start_h323_rooms(2, *LISTENING, *options)
        self.server.wait_sites(CONFERENCE, 2)
        self.show(2)
        sim.expect(1, sees=[2], hears=[2])
        sim.ask("hold", room=1, on=True)
        wait_for(lambda: self.server.site(CONFERENCE, "x.00001")["held"], "x.00001 holds")
        sim.ask("hold", room=1, on=False)
        wait_for(lambda: not self.server.site(CONFERENCE, "x.00001")["held"], "x.00001 is back")
        sim.expect(1, sees=[2])
        sim.ask("limit-video", room=1, kbps=512)
        sim.ask("codecs", room=2, audio=["pcmu"])
        wait_for(lambda: self.server.site(CONFERENCE, "x.00002")["audio_codec"] == "PCMU", "x.00002 has another codec")
        sim.expect(1, sees=[2])
        sim.ask("hangup", room=1)
        wait_for(lambda: sim.report(1)["state"] == "idle", "room 1 has left")
        self.server.ctl("hangup", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: sim.report(2)["state"] == "idle", "room 2 is hung up")
        stranger = self.start_h323_rooms(1, first=77, name="stranger")
        wait_for(lambda: stranger.report(77)["state"] == "failed", "the stranger is refused")
        self.no_connections()
        self.judge()

    def check_signals(self):
        """Three calls; each message is there, and in its order."""
        calls = sorted(self.capture.signals().values(), key=len)
        self.assertEqual(len(calls), 3, calls)
        for messages in calls:
            told = [m for m in messages if m not in ("facility", "empty")]
            self.assertEqual(told[:2], ["setup", "callProceeding"], messages)
            self.assertEqual(told[-1], "releaseComplete", messages)
            self.assertLessEqual(told.count("releaseComplete"), 2, messages)  # one of each end
            self.assertEqual(told.count("setup") + told.count("callProceeding"), 2, messages)
        self.assertEqual([messages.count("connect") for messages in calls], [0, 1, 1], calls)

    def check_controls(self):
        """Of the two calls that were connected: what each must have said, at least."""
        said = self.capture.controls()
        least = {"masterSlaveDetermination": 2, "masterSlaveDeterminationAck": 4, "terminalCapabilitySet": 4 + 2 + 1,
                 "terminalCapabilitySetAck": 4 + 2 + 1, "openLogicalChannel": 8 + 2, "openLogicalChannelAck": 8 + 2,
                 "closeLogicalChannel": 2, "closeLogicalChannelAck": 2, "flowControlCommand": 1, "miscellaneousCommand": 1,
                 "endSessionCommand": 2}
        self.assertEqual({what: count for what, count in least.items() if said[what] < count}, {}, said)
        self.assertEqual(said["openLogicalChannelReject"], 0)

    def test_tunnelled(self):
        self.steps()
        self.check_signals()
        self.check_controls()

    def test_separate(self):
        self.steps(h323={"tunnelling": False})
        self.check_signals()
        self.check_controls()


if __name__ == "__main__":
    unittest.main()

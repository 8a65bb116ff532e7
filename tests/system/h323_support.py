# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 rooms for the system tests: a server that listens for them, simulated rooms, and tshark as judge of every PDU."""

import os
import shutil
import subprocess

from harness import PATIENCE, Program, wait_for
from support import SystemTest

LISTENING = ("--look", "all", "--listen", "all")


def may_capture():
    """Whether this machine lets us watch the loopback interface."""
    return shutil.which("dumpcap") is not None and shutil.which("tshark") is not None and os.geteuid() == 0


class Capture:
    """TCP on loopback, into a file, while a test runs; tshark decodes it afterwards. tshark knows call signalling by port 1720
    alone, so the port of the test is written as that one; the connections of H.245 it finds by itself."""

    def __init__(self, folder):
        self.file = folder / "h323.pcap"
        self.program = Program("dumpcap", ["dumpcap", "-q", "-P", "-i", "lo", "-f", "tcp", "-w", self.file], folder)
        wait_for(lambda: self.file.exists() and self.file.stat().st_size > 0, "dumpcap captures", 20)

    def stop(self):
        self.program.stop()

    def as_1720(self, port):
        """Writes the signalling port as 1720 (Ethernet framing, IPv4)."""
        content = bytearray(self.file.read_bytes())
        at, order = 24, "little" if content[:4] == b"\xd4\xc3\xb2\xa1" else "big"
        while at + 16 <= len(content):
            length = int.from_bytes(content[at + 8:at + 12], order)
            tcp = at + 16 + 14 + (content[at + 16 + 14] & 15) * 4
            for place in (tcp, tcp + 2):
                if int.from_bytes(content[place:place + 2], "big") == port:
                    content[place:place + 2] = (1720).to_bytes(2, "big")
            at += 16 + length
        self.file.write_bytes(content)

    def decode(self, *arguments):
        done = subprocess.run(["tshark", "-r", str(self.file), *arguments], capture_output=True, text=True, check=True,
                              timeout=120 * PATIENCE)
        return done.stdout

    def wrong(self):
        """What tshark finds wrong with the H.323 in it; empty: nothing."""
        return self.decode("-Y", "(q931 || h225 || h245) && (_ws.malformed || _ws.expert.severity >= 0x00600000)", "-V")

    def packets(self, protocol):
        """How many packets tshark reads as this."""
        return len(self.decode("-Y", protocol).splitlines())


class H323Test(SystemTest):
    """A server that listens for H.323 too."""

    def setUp(self):
        super().setUp()
        self.capture = None

    def start_h323_server(self, count=4, capture=False, h323=None, **more):
        if capture and may_capture():
            self.capture = Capture(self.work.path)
            self.addCleanup(self.capture.stop)
        self.start_server(count, h323={"listen": "127.0.0.1:0", **(h323 or {})}, **more)
        self.h323_port = self.server.ports["h323"]
        return self.server

    def start_h323_rooms(self, count, *options, first=1, name=None):
        return self.start_rooms(count, "--encryption", "disabled", *options, first=first, transport="h323",
                                name=name or f"h323-{first}")

    def counters(self):
        return self.server.status()["counters"]

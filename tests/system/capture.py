# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes on the loopback, judged by tshark: a decoder that is not ours must find nothing malformed."""

import collections
import os
import pathlib
import secrets
import shutil
import socket
import subprocess

from harness import PATIENCE, Program, wait_for

H225_PORT = 1720  # tshark knows call signalling by this port alone; the connections of H.245 it finds by itself
PCAP_HEADER, RECORD_HEADER, ETHERNET = 24, 16, 14

# Alternatives of H.225.0 h323-message-body, in its order.
H225 = """setup callProceeding connect alerting information releaseComplete facility progress empty status statusInquiry
setupAcknowledge notify""".split()
# Alternatives of H.245 messages that tests ask for, by group and index.
H245 = {
    "request": {1: "masterSlaveDetermination", 2: "terminalCapabilitySet", 3: "openLogicalChannel", 4: "closeLogicalChannel",
                8: "requestMode", 9: "roundTripDelayRequest"},
    "response": {1: "masterSlaveDeterminationAck", 3: "terminalCapabilitySetAck", 5: "openLogicalChannelAck",
                 6: "openLogicalChannelReject", 7: "closeLogicalChannelAck"},
    "command": {4: "flowControlCommand", 5: "endSessionCommand", 6: "miscellaneousCommand"},
    "indication": {13: "userInput"},
}
SIGNALLED = {"01", "04", "05", "08"}  # ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT of /proc/net/tcp: something may still come


def missing():
    """Why nothing can be captured here; empty: it can."""
    if not shutil.which("tshark") or not shutil.which("dumpcap"):
        return "tshark is not installed"
    return "" if os.geteuid() == 0 else "only root may capture"


def connections(port, process):
    """How many TCP connections with this port, or of this process (by its number), are not closed by both ends."""
    owned = set()
    for descriptor in pathlib.Path(f"/proc/{process}/fd").iterdir():
        try:
            owned.add(os.readlink(descriptor))
        except FileNotFoundError:
            continue  # closed meanwhile
    count = 0
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        ports = {int(end.rsplit(":", 1)[1], 16) for end in fields[1:3]}
        mine = port in ports or f"socket:[{fields[9]}]" in owned
        count += mine and fields[3] in SIGNALLED
    return count


class Capture:
    """What passes on the loopback and fits a capture filter, from start() to stop(). What was received before stop() is in
    the file after it: stop() sends a mark of its own and waits until the file has that."""

    def __init__(self, folder, what="tcp", name="capture"):
        self.folder = folder
        self.name = name
        self.file = folder / f"{name}.pcap"
        self.filter = what
        self.program = None
        self.listener = None

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        wanted = f"({self.filter}) or (tcp port {self.listener.getsockname()[1]})"
        self.program = Program(self.name, ["dumpcap", "-q", "-P", "-i", "lo", "-f", wanted, "-w", self.file], self.folder)
        # An empty file is there before the filter is: what counts is that it sees something.
        self._wait_for_mark("dumpcap captures")
        return self

    def _wait_for_mark(self, what):
        """Sends marks until one is in the file: then all that passed before it is."""
        marks = []

        def arrived():
            if not self.program.alive():
                raise RuntimeError(f"dumpcap has ended:\n{self.program.tail()}")
            marks.append(secrets.token_hex(16).encode())
            with socket.create_connection(self.listener.getsockname()) as sender, self.listener.accept()[0] as receiver:
                sender.sendall(marks[-1])
                receiver.recv(len(marks[-1]))
            content = self.file.read_bytes() if self.file.exists() else b""
            return any(mark in content for mark in marks)

        wait_for(arrived, what, 30, every=0.2)

    def stop(self):
        """Ends it once all is written. More than once does nothing."""
        if self.program is None:
            return
        try:
            self._wait_for_mark("dumpcap has written everything")
        finally:
            self.program.stop()
            self.program = None
            self.listener.close()

    def as_1720(self, *ports):
        """Writes ports of call signalling as 1720 (Ethernet framing, IPv4), so that tshark knows it."""
        content = bytearray(self.file.read_bytes())
        at, order = PCAP_HEADER, "little" if content[:4] == b"\xd4\xc3\xb2\xa1" else "big"
        while at + RECORD_HEADER <= len(content):
            length = int.from_bytes(content[at + 8:at + 12], order)
            network = at + RECORD_HEADER + ETHERNET
            transport = network + (content[network] & 15) * 4
            if length >= ETHERNET + 40:
                for place in (transport, transport + 2):
                    if int.from_bytes(content[place:place + 2], "big") in ports:
                        content[place:place + 2] = H225_PORT.to_bytes(2, "big")
            at += RECORD_HEADER + length
        self.file.write_bytes(content)

    def tshark(self, *words):
        """Its output; fails when it does."""
        done = subprocess.run(["tshark", "-r", str(self.file), *words], capture_output=True, text=True, errors="replace",
                              check=True, timeout=120 * PATIENCE)
        return done.stdout

    def malformed(self, *decode_as):
        """What tshark finds wrong with the H.323 in it; empty: nothing. Its exit code does not say."""
        return self.tshark(*decode_as, "-Y", "(q931 || h225 || h245) && (_ws.malformed || _ws.expert.severity >= 0x00600000)", "-V")

    def count(self, display_filter):
        """How many frames fit; of messages there may be several in one, see signals() and controls()."""
        return len(self.tshark("-Y", display_filter).splitlines())

    def signals(self):
        """Call signalling: names of the messages of each call, by call reference, in the order they were sent."""
        calls = collections.defaultdict(list)
        for line in self.tshark("-Y", "h225.h323_message_body", "-T", "fields", "-e", "q931.call_ref",
                                "-e", "h225.h323_message_body").splitlines():
            references, messages = (column.split(",") for column in line.split("\t"))
            if len(references) != len(messages):
                raise RuntimeError(f"a call reference for each message is wanted: {line}")
            for reference, message in zip(references, messages):
                calls[reference].append(H225[int(message)])
        return dict(calls)

    def controls(self):
        """H.245, tunnelled or not: how many messages of each kind there are (those of H245)."""
        found = collections.Counter()
        for group, names in H245.items():
            for line in self.tshark("-Y", f"h245.{group}", "-T", "fields", "-e", f"h245.{group}").splitlines():
                found.update(names.get(int(index), f"{group} {index}") for index in line.split(","))
        return found

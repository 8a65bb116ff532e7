# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes on the loopback, judged by tshark: a decoder that is not ours must find nothing malformed."""

import os
import shutil
import subprocess

from harness import Program, wait_for


def missing():
    """Why nothing can be captured here; empty: it can."""
    if not shutil.which("tshark") or not shutil.which("dumpcap"):
        return "tshark is not installed"
    return "" if os.geteuid() == 0 else "only root may capture"


class Capture:
    """Everything to and from some loopback addresses, from start() to stop()."""

    def __init__(self, folder, what, name="capture"):
        self.folder = folder
        self.file = folder / f"{name}.pcap"
        self.filter = what
        self.program = None

    def start(self):
        self.program = Program("dumpcap", ["dumpcap", "-q", "-P", "-i", "lo", "-f", self.filter, "-w", self.file], self.folder)
        wait_for(lambda: self.file.exists() and self.file.stat().st_size > 0, "dumpcap has begun", 10)
        return self

    def stop(self):
        if self.program is not None:
            self.program.stop()
            self.program = None

    def tshark(self, *words):
        done = subprocess.run(["tshark", "-r", str(self.file), *words], capture_output=True, text=True, errors="replace", check=False)
        return done.stdout

    def malformed(self, *decode_as):
        """What tshark finds wrong; its exit code does not say."""
        return self.tshark(*decode_as, "-Y", "(_ws.malformed || _ws.expert.severity >= 0x00600000) && (h225 || h245)")

    def count(self, display_filter):
        return len(self.tshark("-Y", display_filter).splitlines())

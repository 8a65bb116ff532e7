# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server tells those who watch it, collected while a test or a bench goes on."""

import json
import subprocess
import threading
import time

from harness import MCUCTL, wait_for


class Events:
    """Follows `mcuctl watch` of a server until stop()."""

    def __init__(self, server):
        self.watch = subprocess.Popen([str(MCUCTL), "--server", f"unix:{server.socket}", "--json", "watch"],
                                      stdout=subprocess.PIPE, text=True)
        self.seen = []
        self.watch.stdout.readline()  # connected
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.watch.stdout:
            self.seen.append(json.loads(line))

    def since(self, number, kind, site=None):
        """Events of a kind after the first `number` ones."""
        return [e for e in self.seen[number:] if e["kind"] == kind and site in (None, e.get("site"))]

    def wait(self, kind, site=None, since=0, seconds=15):
        return wait_for(lambda: next(iter(self.since(since, kind, site)), None), f"event {kind} {site or ''}", seconds, every=0.01)

    @staticmethod
    def monotonic_ns(event):
        """When it happened, on this machine's monotonic clock, which mcusim's times are on."""
        return event["at_us"] * 1000 - (time.time_ns() - time.monotonic_ns())

    def stop(self):
        self.watch.kill()
        self.watch.wait()
        self.reader.join(5)
        self.watch.stdout.close()

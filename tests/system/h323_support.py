# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 rooms for the system tests: a server that listens for them, simulated rooms, and tshark as judge of every PDU."""

import capture
from harness import wait_for
from support import SystemTest

LISTENING = ("--look", "all", "--listen", "all")


class H323Test(SystemTest):
    """A server that listens for H.323 too."""

    def setUp(self):
        super().setUp()
        self.capture = None

    def start_h323_server(self, count=4, captured=False, h323=None, **more):
        """`captured`: from now on all TCP on loopback goes into a file, where that can be done; see judged()."""
        if captured and not capture.missing():
            self.capture = capture.Capture(self.work.path).start()
            self.addCleanup(self.capture.stop)
        self.start_server(count, h323={"listen": "127.0.0.1:0", **(h323 or {})}, **more)
        self.h323_port = self.server.ports["h323"]
        return self.server

    def start_h323_rooms(self, count, *options, first=1, name=None):
        return self.start_rooms(count, "--encryption", "disabled", *options, first=first, transport="h323",
                                name=name or f"h323-{first}")

    def counters(self):
        return self.server.status()["counters"]

    def judged(self):
        """Ends the capture once the server has no connection left; tshark must find nothing wrong in it. Nothing where
        nothing was captured."""
        if self.capture is None:
            return
        process = self.server.program.process.pid
        wait_for(lambda: capture.connections(self.h323_port, process) == 0, "all connections are closed", 30)
        self.capture.stop()
        self.capture.as_1720(self.h323_port)
        self.assertEqual(self.capture.malformed(), "")

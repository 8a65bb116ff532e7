# SPDX-License-Identifier: GPL-3.0-or-later
"""H.323 rooms for the system tests: a server that listens for them, simulated rooms, and tshark as judge of every PDU."""

import capture
from harness import wait_for
from support import SystemTest

LISTENING = ("--look", "all", "--listen", "all")


class H323Test(SystemTest):
    """A server that listens for H.323 too. All its messages are captured and judged by tshark at the end of the test, where
    that can be done; not those of tests that send nonsense on purpose."""

    JUDGED = True

    def setUp(self):
        super().setUp()
        self.capture = None
        self.h323_port = 0
        self.peer_ports = []  # further ports of call signalling

    def start_h323_server(self, count=4, h323=None, **more):
        if self.JUDGED and not capture.missing():
            self.capture = capture.Capture(self.work.path).start()
            self.addCleanup(self.judge)  # after the server has stopped
        self.start_server(count, h323={"listen": "127.0.0.1:0", **(h323 or {})}, **more)
        self.h323_port = self.server.ports["h323"]
        return self.server

    def start_h323_rooms(self, count, *options, first=1, name=None):
        return self.start_rooms(count, "--encryption", "disabled", *options, first=first, transport="h323",
                                name=name or f"h323-{first}")

    def counters(self):
        return self.server.status()["counters"]

    def no_connections(self):
        """Waits until all that is to be sent was sent."""
        process = self.server.program.process.pid
        wait_for(lambda: capture.connections(self.h323_port, process) == 0, "all connections are closed", 30)

    def judge(self):
        """Ends the capture; tshark must find nothing wrong in it."""
        self.capture.stop()
        self.capture.as_1720(self.h323_port, *self.peer_ports)
        self.assertEqual(self.capture.malformed(), "")

# SPDX-License-Identifier: GPL-3.0-or-later
"""The foreign H.323 endpoint itself: `./dev peers` gives one that runs. Tests that call with it are in test_h323_*.py."""

import unittest

import asterisk
from harness import Workdir, wait_for


@unittest.skipIf(asterisk.missing(), asterisk.missing())
class Peer(unittest.TestCase):
    def setUp(self):
        self.work = Workdir(self.id().rsplit(".", 1)[1])
        self.addCleanup(self.work.close)

    def start(self, name, address, **more):
        peer = asterisk.Asterisk(self.work.path, address=address, name=name, **more).start()
        self.addCleanup(peer.stop)
        return peer

    def test_two_of_them_call_each_other(self):
        caller = self.start("caller", "127.0.31.1", peers={"called": ["type=friend", "ip=127.0.31.2", "port=1720"]})
        called = self.start("called", "127.0.31.2", ports=(27100, 27199), rtp=(28400, 28599),
                            peers={"caller": ["type=friend", "ip=127.0.31.1", "port=1720"]})
        self.assertIn("127.0.31.1:1720", caller.ctl("ooh323 show config"))
        caller.ctl(f"channel originate OOH323/called/{asterisk.ECHO} application Milliwatt")
        wait_for(lambda: any(c[4] == "Up" for c in called.channels()), "the call is up", 20)
        called.ctl("channel request hangup all")
        wait_for(lambda: not caller.channels() and not called.channels(), "both have hung up", 20)


if __name__ == "__main__":
    unittest.main()

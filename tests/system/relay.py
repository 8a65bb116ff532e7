# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP connection that a test can cut: a relay in front of a server's port."""

import selectors
import socket
import threading


class TcpRelay:
    """Passes connections to its own port on to `target`, (host, port). One thread; the port is its own until it stops."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.lock = threading.Lock()
        self.pairs = {}  # socket -> the socket at the other side
        self.passing = True  # connections are taken
        self.silent = False  # bytes are read and thrown away
        self.connections = 0  # passed on so far
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.wake, self.woken = socket.socketpair()
        self.selector.register(self.woken, selectors.EVENT_READ)
        self.running = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def cut(self):
        """Ends what is connected and takes nobody until mend()."""
        with self.lock:
            self.passing = False
            self._drop_all()

    def silence(self):
        """Connections stay, but nothing passes: a line that swallows everything."""
        with self.lock:
            self.silent = True

    def mend(self):
        with self.lock:
            if self.silent:
                self._drop_all()
            self.passing, self.silent = True, False

    def _run(self):
        while self.running:
            for key, _ in self.selector.select(1.0):
                with self.lock:
                    if key.fileobj is self.listener:
                        self._accept()
                    elif key.fileobj in self.pairs:
                        self._pass(key.fileobj)

    def _accept(self):
        near, _ = self.listener.accept()
        if not self.passing:
            near.close()
            return
        try:
            far = socket.create_connection(self.target, timeout=2)
        except OSError:
            near.close()
            return
        self.connections += 1
        self.pairs[near], self.pairs[far] = far, near
        for end in (near, far):
            end.settimeout(2)
            self.selector.register(end, selectors.EVENT_READ)

    def _pass(self, end):
        try:
            data = end.recv(65536)
            if data and not self.silent:
                self.pairs[end].sendall(data)
        except OSError:
            data = b""
        if not data:
            self._drop(end)

    def _drop(self, end):
        for one in (end, self.pairs.pop(end)):
            self.pairs.pop(one, None)
            self.selector.unregister(one)
            one.close()

    def _drop_all(self):
        while self.pairs:
            self._drop(next(iter(self.pairs)))

    def stop(self):
        self.running = False
        self.wake.send(b"x")
        self.thread.join(5)
        self._drop_all()
        self.selector.close()
        for one in (self.listener, self.wake, self.woken):
            one.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of a real H.323 call, and what chance makes of them."""

import errno
import random
import select
import socket
import threading

CONNECT, RELEASE_COMPLETE = 0x07, 0x5A  # Q.931 message types


def packets(octets):
    """Splits TPKT packets; the last one may be cut."""
    out = []
    while len(octets) >= 4:
        length = max(4, int.from_bytes(octets[2:4], "big"))
        out.append(octets[4:length])
        octets = octets[length:]
    return out


def framed(message):
    return b"\x03\x00" + (len(message) + 4).to_bytes(2, "big") + message


def type_of(message):
    """Of a Q.931 message with a call reference of two octets, as H.225.0 has them."""
    return message[4] if len(message) > 4 else 0


class Recorder:
    """A TCP relay for one connection that keeps what the caller says."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.said = b""
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        with self.listener.accept()[0] as near, socket.create_connection(("127.0.0.1", self.target)) as far:
            while True:
                for end in select.select([near, far], [], [])[0]:
                    octets = end.recv(65536)
                    if not octets:
                        return
                    if end is near:
                        self.said += octets
                    (far if end is near else near).sendall(octets)

    def messages(self):
        """What the caller said, once its call is over."""
        self.thread.join(30)
        self.listener.close()
        return packets(self.said)


class Mutator:
    """Plays the caller of a recorded call again and again, a few octets of its messages changed."""

    def __init__(self, messages, port, seed=323):
        self.setup, self.rest = messages[0], [m for m in messages[1:] if type_of(m) != RELEASE_COMPLETE]
        self.port = port
        self.chance = random.Random(seed)
        self.sent = 0
        self.connected = 0

    def changed(self, message):
        body = bytearray(message)
        kind = self.chance.random()
        if kind < 0.15:
            del body[self.chance.randrange(6, len(body)):]
        elif kind < 0.3:
            at = self.chance.randrange(5, len(body))
            body[at:at] = self.chance.randbytes(self.chance.randrange(1, 9))
        for _ in range(self.chance.randrange(1, 6)):
            # The end of a message is the H.245 in it: where most of the meaning is.
            first = 5 if self.chance.random() < 0.5 else max(5, len(body) - 40)
            body[self.chance.randrange(first, len(body))] = self.chance.randrange(256)
        return bytes(body)

    def call(self, count):
        """One call with `count` changed messages in it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            try:
                if self.chance.random() < 0.2:
                    connection.sendall(framed(self.changed(self.setup)))
                    self.sent += 1
                else:
                    connection.sendall(framed(self.setup))
                    self._wait_for_connect(connection)
                for _ in range(count):
                    message = self.chance.choice(self.rest)
                    connection.sendall(framed(self.changed(message) if self.chance.random() < 0.8 else message))
                    self.sent += 1
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            except (ConnectionResetError, BrokenPipeError):
                pass  # it has had enough of us
            except OSError as gone:
                if gone.errno != errno.ENOTCONN:  # what shutdown says of a connection already reset
                    raise

    def _wait_for_connect(self, connection):
        heard = b""
        while True:
            octets = connection.recv(65536)
            if not octets:
                return
            heard += octets
            types = {type_of(message) for message in packets(heard)}
            if CONNECT in types:
                self.connected += 1
                return
            if RELEASE_COMPLETE in types:
                return

# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer of the control channel that need not keep to the protocol: TLS, HTTP/2 frames and gRPC messages by hand."""

import socket
import ssl
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 4, 6, 7, 8
END_STREAM, END_HEADERS, ACK = 1, 4, 1
LINK = "/hnth.cascade.v1.Cascade/Link"


def frame(kind, flags, stream, body=b""):
    return struct.pack(">I", len(body))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + body


def header(name, value):
    """HPACK: a literal, not indexed, not compressed (RFC 7541, 6.2.2); both shorter than 127 bytes."""
    return b"\x00" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def message(body):
    """A gRPC message as it stands in DATA frames."""
    return b"\x00" + struct.pack(">I", len(body)) + body


def field(number, value):
    """A protobuf field: bytes and text by length, whole numbers as varints."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def fixed64(number, value):
    """A protobuf field of eight bytes."""
    return varint(number << 3 | 1) + value.to_bytes(8, "little")


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


class Stranger:
    """One connection to a control port. Without `files` it shows no certificate."""

    def __init__(self, address, files=None, version=ssl.TLSVersion.TLSv1_3):
        host, port = address.rsplit(":", 1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = context.maximum_version = version
        context.set_alpn_protocols(["h2"])
        if files:
            context.load_cert_chain(files.folder / "mcu.pem", files.folder / "mcu.key")
        raw = socket.create_connection((host, int(port)), timeout=10)
        try:
            self.line = context.wrap_socket(raw)
        except (OSError, ssl.SSLError):
            raw.close()
            raise
        self.received = b""

    def send(self, data):
        self.line.sendall(data)

    def open_link(self):
        """The call of Cascade.Link, without a message yet."""
        head = b"".join(header(*pair) for pair in (
            (":method", "POST"), (":scheme", "https"), (":path", LINK), (":authority", "mcu"), ("te", "trailers"),
            ("content-type", "application/grpc")))
        self.send(PREFACE + frame(SETTINGS, 0, 0) + frame(HEADERS, END_HEADERS, 1, head))

    def send_message(self, body):
        data = message(body)
        for begin in range(0, len(data), 16000):
            self.send(frame(DATA, 0, 1, data[begin:begin + 16000]))

    def read_until_closed(self, seconds=20):
        """Everything the other side sends until it ends the connection or the stream; fails when it does neither."""
        self.line.settimeout(seconds)
        while not self._ended():
            data = self.line.recv(65536)
            if not data:
                break
            self.received += data
        return self.received

    def _ended(self):
        """Whether stream 1 was ended or the connection is going away."""
        rest = self.received
        while len(rest) >= 9:
            length = int.from_bytes(rest[:3], "big")
            if len(rest) < 9 + length:
                return False
            if rest[3] == GOAWAY or (rest[3] in (DATA, HEADERS) and rest[4] & END_STREAM) or rest[3] == 3:
                return True
            rest = rest[9 + length:]
        return False

    def close(self):
        self.line.close()

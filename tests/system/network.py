# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of their own (network namespaces) and the lines between them, which a test can delay, thin out and cut.

Each host has one TUN device; a thread of the test reads what hosts send and passes it on as the line of that direction says.
So the kernel needs no queueing discipline, only namespaces and TUN, and nothing reaches a network outside.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
TCP, UDP = 6, 17


def missing():
    """Why there can be no network of one's own here; empty: there can."""
    if not os.access("/dev/net/tun", os.W_OK):
        return "/dev/net/tun is not to be had"
    if not shutil.which("ip") or not shutil.which("nsenter"):
        return "no ip or nsenter program"
    allowed = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
    return "" if allowed else "network namespaces are not allowed"


def octets(address):
    return bytes(map(int, address.split(".")))


def changed_sum(total, old, new):
    """An Internet checksum after octets under it have changed (RFC 1624 eqn. 3); both of even length."""
    value = ~total & 0xFFFF
    for before, after in zip(struct.unpack(f"!{len(old) // 2}H", old), struct.unpack(f"!{len(new) // 2}H", new)):
        value += (~before & 0xFFFF) + after
    while value >> 16:
        value = (value & 0xFFFF) + (value >> 16)
    return ~value & 0xFFFF


class Nat:
    """A router with one host behind it. One outer port for each inner one, whomever it speaks to; only those it has spoken to
    come in (RFC 4787: endpoint-independent mapping, address- and port-dependent filtering)."""

    SUMS = {TCP: 16, UDP: 6}  # where the checksum stands in the segment

    def __init__(self, inner, outer):
        self.inner, self.outer = inner, outer
        self.outer_ports, self.inner_ports = {}, {}
        self.spoken_to = set()
        self.next_port = 50000
        self.refused = 0

    def outward(self, packet):
        at, protocol = (packet[0] & 15) * 4, packet[9]
        if protocol not in self.SUMS:
            return None
        inner_port = packet[at:at + 2]
        outer_port = self.outer_ports.get((protocol, inner_port))
        if outer_port is None:
            outer_port = struct.pack("!H", self.next_port)
            self.next_port += 1
            self.outer_ports[protocol, inner_port] = outer_port
            self.inner_ports[protocol, outer_port] = inner_port
        self.spoken_to.add((protocol, outer_port, packet[16:20], packet[at + 2:at + 4]))
        return self._rewritten(packet, at, 12, self.outer, at, outer_port)

    def inward(self, packet):
        at, protocol = (packet[0] & 15) * 4, packet[9]
        outer_port = packet[at + 2:at + 4]
        if (protocol, outer_port, packet[12:16], packet[at:at + 2]) not in self.spoken_to:
            self.refused += 1
            return None
        return self._rewritten(packet, at, 16, self.inner, at + 2, self.inner_ports[protocol, outer_port])

    def _rewritten(self, packet, at, address_at, address, port_at, port):
        out = bytearray(packet)
        old = packet[address_at:address_at + 4]
        self._sum(out, 10, old, address)
        place = at + self.SUMS[packet[9]]
        if packet[9] == TCP or packet[place:place + 2] != b"\0\0":
            self._sum(out, place, old + packet[port_at:port_at + 2], address + port)
        out[address_at:address_at + 4] = address
        out[port_at:port_at + 2] = port
        return bytes(out)

    @staticmethod
    def _sum(out, place, old, new):
        total = changed_sum(int.from_bytes(out[place:place + 2], "big"), old, new)
        out[place:place + 2] = total.to_bytes(2, "big")


class Line:
    """One direction between two hosts."""

    def __init__(self):
        self.loss_percent = 0.0
        self.delay_ms = 0.0
        self.blocked = frozenset()  # protocols that do not pass
        self.passed = 0
        self.lost = 0


class Host:
    """A namespace with one address; programs run in it with `prefix` before their words. Others reach it at `public`."""

    def __init__(self, name, address, public=None):
        self.name = name
        self.address = address
        self.public = public or address
        # Ends when its standard input does, so also when the test is killed.
        self.holder = subprocess.Popen(["unshare", "-n", "sh", "-c", "echo ready; exec cat >/dev/null"],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        self.namespace = f"/proc/{self.holder.pid}/ns/net"
        self.prefix = ["nsenter", f"--net={self.namespace}", "--"]
        self.tun = None
        self.trouble = None
        opener = threading.Thread(target=self._open)  # the namespace of a thread is its own
        opener.start()
        opener.join()
        if self.trouble:
            raise self.trouble

    def _open(self):
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            with open(self.namespace, "rb") as namespace:
                if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            self.tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
            fcntl.ioctl(self.tun, TUNSETIFF, struct.pack("16sH22x", b"line0", IFF_TUN | IFF_NO_PI))
            for words in (["link", "set", "lo", "up"], ["address", "add", f"{self.address}/24", "dev", "line0"],
                          ["link", "set", "line0", "up", "txqueuelen", "2000"],
                          *([["route", "add", "default", "dev", "line0"]] if self.public != self.address else [])):
                subprocess.run([*self.prefix, "ip", *words], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.trouble = error

    def close(self):
        if self.tun is not None:
            os.close(self.tun)
        self.holder.stdin.close()
        self.holder.wait()
        self.holder.stdout.close()


class Network:
    """Hosts with addresses 10.77.0.N and the lines between them; a host behind a router of its own has 192.168.77.N."""

    def __init__(self, seed=20220225):
        self.hosts = {}
        self.lines = {}
        self.routers = {}  # inner address: router
        self.dice = random.Random(seed)
        self.waiting = []  # (due, order, tun, packet)
        self.order = 0
        self.running = True
        self.thread = None

    def host(self, name, behind_nat=False):
        number = len(self.hosts) + 1
        public = f"10.77.0.{number}"
        address = f"192.168.77.{number}" if behind_nat else public
        if behind_nat:
            self.routers[octets(address)] = Nat(octets(address), octets(public))
        self.hosts[public] = Host(name, address, public)
        return self.hosts[public]

    def start(self):
        self.lines = {(octets(a), octets(b)): Line() for a in self.hosts for b in self.hosts if a != b}
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def between(self, one, other):
        """Both directions between two hosts."""
        a, b = (octets(host.public) for host in (one, other))
        return self.lines[a, b], self.lines[b, a]

    def impair(self, one, other, loss_percent=0.0, delay_ms=0.0, blocked=()):
        """The delay is of each direction."""
        for line in self.between(one, other):
            line.loss_percent, line.delay_ms, line.blocked = loss_percent, delay_ms, frozenset(blocked)

    def _run(self):
        tuns = {host.tun for host in self.hosts.values()}
        while self.running:
            pause = max(0.0, self.waiting[0][0] - time.monotonic()) if self.waiting else 0.5
            for tun in select.select(tuns, [], [], min(pause, 0.5))[0]:
                self._read(tun)
            now = time.monotonic()
            while self.waiting and self.waiting[0][0] <= now:
                _, _, tun, packet = heapq.heappop(self.waiting)
                self._write(tun, packet)

    def _read(self, tun):
        for _ in range(64):
            try:
                packet = os.read(tun, 65536)
            except BlockingIOError:
                return
            self._carry(packet)

    def _carry(self, packet):
        if packet[0] >> 4 != 4:
            return
        if router := self.routers.get(packet[12:16]):
            packet = router.outward(packet)
        line = self.lines.get((packet[12:16], packet[16:20])) if packet else None
        if line is None:
            return
        if packet[9] in line.blocked or (line.loss_percent and self.dice.random() * 100 < line.loss_percent):
            line.lost += 1
            return
        line.passed += 1
        host = self.hosts[".".join(map(str, packet[16:20]))]
        if router := self.routers.get(octets(host.address)):
            packet = router.inward(packet)
            if packet is None:
                return
        tun = host.tun
        if line.delay_ms:
            self.order += 1
            heapq.heappush(self.waiting, (time.monotonic() + line.delay_ms / 1000, self.order, tun, packet))
        else:
            self._write(tun, packet)

    @staticmethod
    def _write(tun, packet):
        try:
            os.write(tun, packet)
        except OSError:
            pass  # a packet the kernel does not take is a packet lost

    def stop(self):
        self.running = False
        if self.thread:
            self.thread.join(5)
        for host in self.hosts.values():
            host.close()

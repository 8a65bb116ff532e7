# SPDX-License-Identifier: GPL-3.0-or-later
"""An H.323 room against a SIP room: what an idle one costs the server, and how long a take of one lasts."""

import contextlib
import statistics
import time

import system_bench
from harness import Mcud, Workdir, unit_sites
from system_bench import CONFERENCE, CROWD, figure, rooms, take_times

CLEAR = ("--encryption", "disabled", "--audio-codec", "pcma")


@contextlib.contextmanager
def server_with(name, count, **conference):
    work = Workdir(name)
    sites = unit_sites(*range(1, count + 1))
    server = Mcud(work.path, sites=sites, transports=("udp",), media={"timeout_seconds": 20},
                  h323={"listen": "127.0.0.1:0", "connections_per_address": 1000},
                  conferences=[{"id": CONFERENCE, "title": "bench", "mute_on_entry": True, "chair": "x.00001",
                                "sites": [s["id"] for s in sites], **conference}])
    programs = []
    try:
        server.start()
        yield server, programs, work.path
    finally:
        for program in reversed(programs):
            program.stop()
        if server.program and server.program.alive():
            server.stop()
        work.close()


def idle_cores(transport, count, seconds):
    with server_with(f"idle-{transport}", count, layout="1x1", captions=False, max_own_views=0) as (server, programs, folder):
        rooms(server, programs, folder, count, 1, *CROWD, *CLEAR, transport=transport)
        server.wait_sites(CONFERENCE, count, seconds=120)
        time.sleep(3)
        cpu, begin = server.program.cpu_seconds(), time.monotonic()
        time.sleep(seconds)
        return (server.program.cpu_seconds() - cpu) / (time.monotonic() - begin)


def idle():
    """Connected rooms nobody watches: both kinds cost the same packets."""
    count, seconds = (40, 10) if system_bench.QUICK else (120, 30)
    sip, h323 = idle_cores("udp", count, seconds), idle_cores("h323", count, seconds)
    return [figure("h323_idle_ratio", h323 / sip, "of SIP", 1.1)]


def take_ms(transport, count):
    with server_with(f"take-{transport}", 6, layout="1x1", max_own_views=0) as (server, programs, folder):
        sim = rooms(server, programs, folder, 6, 1, "--size", "1280x720", "--fps", "30", "--kbps", "1000", "--look", "1",
                    *CLEAR, transport=transport)
        server.wait_sites(CONFERENCE, 6, seconds=60)
        return statistics.median(take_times(sim, server, (2, 3, 4, 5, 6), count))


def takes():
    count = 10 if system_bench.QUICK else 50
    sip, h323 = take_ms("udp", count), take_ms("h323", count)
    return [figure("h323_take_ratio", h323 / sip, "of SIP", 1.2)]


BENCHES = [(idle, ["h323_idle_ratio"]), (takes, ["h323_take_ratio"])]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the whole server, measured with simulated rooms on the same machine."""

import contextlib
import json
import statistics
import subprocess
import time

from harness import BIN, Mcud, Mcusim, Workdir, wait_for, unit_sites

QUICK = False
CONFERENCE = "bench"


def figure(name, value, unit, limit=None, at_least=False):
    passed = True if limit is None else (value >= limit if at_least else value <= limit)
    return {"name": name, "value": round(value, 4), "unit": unit, "limit": limit, "pass": passed}


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextlib.contextmanager
def server_with(name, count, narrow=(), **conference):
    """A server whose site list has `count` rooms, all of one conference."""
    work = Workdir(name)
    sites = unit_sites(*range(1, count + 1))
    for number in narrow:  # rooms on a thin line
        sites[number - 1]["max_kbps"] = 512
    server = Mcud(work.path, sites=sites, transports=("udp", "tls"), conferences=[
        {"id": CONFERENCE, "title": "bench", "mute_on_entry": True, "chair": "x.00001",
         "sites": [s["id"] for s in sites], **conference}], media={"timeout_seconds": 20})
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


def rooms(server, programs, folder, count, first=1, *more, transport="udp", name="mcusim"):
    sim = Mcusim(folder, "--server", server.uri(CONFERENCE, transport), "--rooms", str(count), "--first", str(first),
                 "--user-pattern", "x.{n:05}", "--rate", "40", *more, name=name)
    programs.append(sim)
    return sim


CROWD = ("--same-picture", "--kbps", "2000", "--size", "1280x720", "--fps", "30", "--audio-codec", "opus")


def sites240():
    """240 SRTP sites for two minutes, nobody special watched."""
    seconds = 15 if QUICK else 120
    with server_with("sites240", 240, layout="1x1", captions=False, max_own_views=0) as (server, programs, folder):
        rooms(server, programs, folder, 240, 1, *CROWD, "--encryption", "required")
        server.wait_sites(CONFERENCE, 240, seconds=120)
        before = server.status()["transport"]
        time.sleep(seconds)
        status = server.status()
        after = status["transport"]
        lost = after["receive_overruns"] - before["receive_overruns"] + after["send_failures"] - before["send_failures"]
        return [figure("sites240_lost", lost, "packets", 0),
                figure("sites240_threads", server.program.threads(), "threads", 24),
                figure("sites240_rss", server.program.resident_mib(), "MiB", 600)]


def sites240_mixed():
    """The whole sum: 240 SRTP sites on one 2x2 720p30 class, 4 decoded, 5 Opus talkers."""
    seconds = 10 if QUICK else 60
    with server_with("mixed", 240, layout="2x2", max_own_views=0) as (server, programs, folder):
        rooms(server, programs, folder, 240, 1, *CROWD, "--encryption", "required")
        server.wait_sites(CONFERENCE, 240, seconds=120)
        server.ctl("layout", "set", "2x2", "x.00002", "x.00003", "x.00004", "x.00005", "--conference", CONFERENCE)
        server.ctl("unmute", "x.00001", "x.00002", "x.00003", "x.00004", "x.00005", "--conference", CONFERENCE)
        wait_for(lambda: server.status()["decoders"] == 4, "four decoders", 30)
        time.sleep(5)
        cpu, begin = server.program.cpu_seconds(), time.monotonic()
        late_before = max(v["frames_late"] for v in server.conference(CONFERENCE)["views"])
        time.sleep(seconds)
        cores = (server.program.cpu_seconds() - cpu) / (time.monotonic() - begin)
        late = max(v["frames_late"] for v in server.conference(CONFERENCE)["views"]) - late_before
        return [figure("sites240_mixed_cores", cores, "cores", 1.3),
                figure("sites240_mixed_late", late, "frames", 0)]


def encoders240():
    """240 sites in two classes of one programme need two encoders."""
    with server_with("encoders", 240, narrow=range(121, 241), layout="2x2", max_own_views=0) as (server, programs, folder):
        rooms(server, programs, folder, 120, 1, *CROWD, "--encryption", "disabled", name="big")
        rooms(server, programs, folder, 120, 121, "--same-picture", "--kbps", "500", "--size", "640x360",
              "--encryption", "disabled", name="small")
        server.wait_sites(CONFERENCE, 240, seconds=120)
        # Rooms of the wide class on screen: they can be sent each other's pictures as they are.
        server.ctl("layout", "set", "2x2", "x.00002", "x.00003", "x.00004", "x.00005", "--conference", CONFERENCE)
        wait_for(lambda: server.status()["encoders"] == 2, "two encoders", 20)
        return [figure("encoders240", server.status()["encoders"], "encoders", 2)]


class TakeClock:
    """Follows the server's events and tells when the gate took each `show`, on this machine's monotonic clock."""

    def __init__(self, server):
        self.watch = subprocess.Popen([str(BIN / "mcuctl"), "--server", f"unix:{server.socket}", "--json", "watch"],
                                      stdout=subprocess.PIPE, text=True)
        self.wall_minus_monotonic = time.time_ns() - time.monotonic_ns()
        self.watch.stdout.readline()  # connected

    def next_start_ns(self):
        for line in self.watch.stdout:
            event = json.loads(line)
            if event["kind"] == "take.started":
                return event["at_us"] * 1000 - self.wall_minus_monotonic
        raise RuntimeError("mcuctl watch ended")

    def close(self):
        self.watch.kill()
        self.watch.wait()
        self.watch.stdout.close()


def take_times(sim, server, sites, count, precue=False, room=1):
    """Milliseconds from the server's gate taking `show` to the first frame of the site arriving at the chair's room."""
    times = []
    clock = TakeClock(server)
    try:
        for index in range(count):
            site = sites[index % len(sites)]
            if precue:
                server.ctl("view", "precue", f"x.{site:05d}", "--conference", CONFERENCE)
                wait_for(lambda site=site: server.site(CONFERENCE, f"x.{site:05d}")["warm"], "warm", 10)
            server.ctl("show", f"x.{site:05d}", "--conference", CONFERENCE)
            sim.expect(room, sees=[site], within=10)
            changes = [c for c in sim.ask("changes", room=room)["changes"] if c["sees"] == [site]]
            times.append((changes[-1]["ns"] - clock.next_start_ns()) / 1e6)
    finally:
        clock.close()
    return times


def takes():
    """`show` cold (no decoder: each take of another site), pre-cued, and passed through without decoding."""
    count = 10 if QUICK else 100
    last = count + 2  # the first site is on air before the first take, so it is none of those measured
    results = []
    for label, options, precue, limit in (("show_p95", {}, False, 250), ("show_precued_p95", {}, True, 80),
                                          ("show_forwarded_p95", {"captions": False}, False, 120)):
        with server_with(label, last, layout="1x1", **options) as (server, programs, folder):
            sim = rooms(server, programs, folder, last, 1, "--size", "1280x720", "--fps", "30", "--kbps", "1000",
                        "--encryption", "disabled", "--look", "1")
            server.wait_sites(CONFERENCE, last, seconds=60)
            times = take_times(sim, server, list(range(3, last + 1)), count, precue)
            results.append(figure(label, percentile(times, 0.95), "ms", limit))
            results.append(figure(label.replace("p95", "median"), statistics.median(times), "ms"))
    return results


def mixer_delay():
    """Delay added by the mixer: from a room sending a picture or sound to another receiving it, through the mix."""
    seconds = 5 if QUICK else 20
    with server_with("delay", 4, layout="2x2") as (server, programs, folder):
        sim = rooms(server, programs, folder, 4, 1, "--size", "1280x720", "--fps", "30", "--encryption", "disabled", "--look", "1", "--listen", "1")
        server.wait_sites(CONFERENCE, 4)
        server.ctl("unmute", "x.00002", "--conference", CONFERENCE)
        results = []
        for kind, limit in (("picture", 100), ("sound", 60)):
            measured = sim.ask("delay", seconds=seconds + 30, **{"from": 2, "at": 1, "kind": kind, "for_s": seconds})
            results.append(figure(f"mixer_delay_{kind}", measured["median_ms"], "ms", limit))
        return results


def paced_calls(sim, total, rate=100, batch=25):
    """Sets up and tears down `total` calls at `rate` a second; returns how many failed."""
    failed, begin = 0, time.monotonic()
    for done in range(0, total, batch):
        failed += sim.ask("churn", seconds=60, calls=batch)["failed"]
        time.sleep(max(0.0, begin + (done + batch) / rate - time.monotonic()))
    return failed


def sip_calls():
    """Calls set up and torn down in a row: rate, and memory growth after the first tenth."""
    total = 1000 if QUICK else 10000
    with server_with("calls", 50, layout="1x1") as (server, programs, folder):
        sim = rooms(server, programs, folder, 50, 1, "--no-media", "--encryption", "disabled", "--idle")
        # Memory at a steady 100 calls a second: ended transactions stay some seconds (RFC 3261 timers), so at full
        # speed the first thousand calls would be measured before the first of them has left.
        failed = paced_calls(sim, total // 10)
        before = server.program.resident_mib()
        failed += paced_calls(sim, total - total // 10)
        growth = (server.program.resident_mib() - before) / before * 100
        begin = time.monotonic()
        answer = sim.ask("churn", seconds=600, calls=total // 2)
        rate = answer["completed"] / (time.monotonic() - begin)
        return [figure("sip_calls_per_s", rate, "calls/s", 50, at_least=True),
                figure("sip_calls_failed", failed + answer["failed"], "calls", 0),
                figure("sip_rss_growth", growth, "%", 5)]


BENCHES = [
    (sites240, ["sites240_lost", "sites240_threads", "sites240_rss"]),
    (sites240_mixed, ["sites240_mixed_cores", "sites240_mixed_late"]),
    (encoders240, ["encoders240"]),
    (takes, ["show_"]),
    (mixer_delay, ["mixer_delay_"]),
    (sip_calls, ["sip_"]),
]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the session: how long a technician waits for a plan of 5,000 sites, and for the status of 240."""

import statistics
import subprocess
import tempfile
import time
import pathlib

from harness import MCUCTL
from system_bench import CONFERENCE, CROWD, figure, rooms, server_with

RUNS = 7


def milliseconds(command):
    """Of a whole run of the program, as the technician waits for it."""
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.monotonic() - begin) * 1000


def large_plan(count):
    sites = "\n".join(f'  - {{id: x.{n:05}, name: "Điểm cầu UBND xã số {n} (huyện {n % 50})", short_name: "Xã {n}", level: commune, '
                      f'unit: "{n:05}", mcu: mcu.vnpt, owner: vnpt, protocol: sip, address: "198.51.100.{n % 250}", line: vpn, '
                      f'rate_kbps: 2048, alias: [xa/{n}], device: {{model: VCS, presets: [chu-toa]}}, contact: hung}}'
                      for n in range(1, count))
    return f"""schema: hnth-plan/1
session: {{id: S-1, title: "Họp toàn quốc", kind: planned, received_at: 2022-09-14T15:02:00+07:00,
  rehearsal: {{start: 2022-09-15T07:30:00+07:00, end: 2022-09-15T11:45:00+07:00}}, start: 2022-09-15T14:00:00+07:00}}
mcus:
  - {{id: mcu.tinh, role: master, org: vp-ubnd, technicians: [hung]}}
  - {{id: mcu.vnpt, role: slave, org: vnpt, parent: mcu.tinh, max_sites: 5000, technicians: [hung]}}
contacts: [{{id: hung, name: Hùng, org: vnpt, phone: "0900000002", oncall: 24/24}}]
sites:
  - {{id: t.ubnd, name: "Điểm cầu UBND tỉnh", level: province, mcu: mcu.tinh, chair: true, contact: hung}}
{sites}
script:
  - {{cue: 1, title: "Khai mạc", show: [t.ubnd]}}
"""


def plan_5000():
    with tempfile.TemporaryDirectory() as folder:
        plan = pathlib.Path(folder) / "plan.yaml"
        plan.write_text(large_plan(5000))
        times = [milliseconds([str(MCUCTL), "--lang", "en", "plan", "check", str(plan)]) for _ in range(RUNS)]
    return [figure("plan_5000_ms", statistics.median(times), "ms", 2000)]


def status_240():
    """`mcuctl status` while 240 sites are connected."""
    with server_with("status240", 240, layout="1x1", captions=False, max_own_views=0) as (server, programs, folder):
        rooms(server, programs, folder, 240, 1, *CROWD)
        server.wait_sites(CONFERENCE, 240, seconds=120)
        times = [milliseconds([str(MCUCTL), "--server", f"unix:{server.socket}", "--lang", "en", "status"])
                 for _ in range(3 * RUNS)]
    return [figure("status_240_ms", statistics.median(times), "ms", 200)]


BENCHES = [
    (plan_5000, ["plan_5000_ms"]),
    (status_240, ["status_240_ms"]),
]

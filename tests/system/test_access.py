# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: people by their user of the machine and by their certificate (ACT-01, ACT-06, SEC-06)."""

import json
import os
import subprocess
import unittest

import certificates
import test_session
from events import Events
from harness import MCUCTL, PATIENCE, free_port_block, unit_sites, wait_for
from support import CONFERENCE, SystemTest

REGISTER = """id,name,short_name,level,owner,mcu
x.00001,Điểm cầu Một,Một,province,vp-ubnd,mcu.test
x.00002,Điểm cầu Hai,Hai,commune,vnpt,mcu.test
x.00003,Điểm cầu Ba,Ba,commune,viettel,mcu.test
"""


class Person:
    """Somebody with a certificate, at another machine."""

    def __init__(self, files, server_ca, port):
        self.options = ["--server", f"localhost:{port}", "--ca", server_ca, "--certificate", files.folder / "mcu.pem",
                        "--key", files.folder / "mcu.key", "--conference", CONFERENCE, "--timeout", str(int(30 * PATIENCE))]

    def ctl(self, *args, language="en"):
        return subprocess.run([str(MCUCTL), "--lang", language, *map(str, self.options), *map(str, args)], capture_output=True,
                              text=True, timeout=60 * PATIENCE, check=False)


@unittest.skipUnless(os.getuid() == 0, "makes other users of the machine act")
class Access(SystemTest):
    def setUp(self):
        super().setUp()
        self.authority = certificates.Authority(self.work.path / "people", "HNTH people")
        self.port = free_port_block(10)[0]
        ca = self.authority.folder / "ca.pem"
        machine = self.authority.enrol("localhost", self.work.path / "machine")
        subprocess_ca = ca
        self.people = {}
        names = {"hanh.vnpt": ("vnpt", "slave-operator"), "duc.viettel": ("viettel", "slave-operator"),
                 "quang.so-tttt": ("so-tttt", "supervisor"), "room.x.00002": ("vnpt", "room")}
        people = [{"name": "root", "role": "admin", "unix": "0"}, {"name": "an", "role": "monitor", "unix": "65534"}]
        for name, (organisation, role) in names.items():
            files = self.authority.enrol(name, self.work.path / name)
            self.people[name] = Person(files, subprocess_ca, self.port)
            people.append({"name": name, "organisation": organisation, "role": role, "certificate": {"cn": name},
                           **({"sites": ["x.00002"]} if role == "room" else {})})
        self.people["mallory"] = Person(self.authority.enrol("mallory", self.work.path / "mallory"), subprocess_ca, self.port)
        self.start_server(3, sites=unit_sites(1, 2, 3), session={"organisation": "vp-ubnd"}, access={"people": people},
                          control={"listen": f"127.0.0.1:{self.port}", "certificate": str(machine.folder / "mcu.pem"),
                                   "key": str(machine.folder / "mcu.key"), "client_ca": str(ca)})
        csv = self.work.path / "sites.csv"
        csv.write_text(REGISTER)
        self.server.ctl("registry", "import", csv)

    def refused(self, done, *words):
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def as_user(self, uid, *args):
        os.chmod(self.server.socket, 0o666)
        os.chmod(self.work.path, 0o755)
        return subprocess.run([str(MCUCTL), "--lang", "en", "--server", f"unix:{self.server.socket}", "--actor", "root", *args],
                              capture_output=True, text=True, user=uid, check=False, timeout=60 * PATIENCE)

    def test_people_of_two_organisations(self):
        hanh, duc = self.people["hanh.vnpt"], self.people["duc.viettel"]
        who = json.loads(hanh.ctl("--json", "whoami").stdout)
        self.assertEqual((who["known"], who["name"], who["organisation"], who["role"]), (True, "hanh.vnpt", "vnpt", "slave-operator"))
        self.assertIn("certificate CN=hanh.vnpt", who["by"])
        self.assertEqual(hanh.ctl("mute", "x.00002").returncode, 0)
        self.refused(hanh.ctl("mute", "x.00003"), "hanh.vnpt (slave-operator of vnpt)", '"channels"', "x.00003 is one of viettel")
        self.assertEqual(duc.ctl("mute", "x.00003").returncode, 0)
        self.refused(duc.ctl("mute", "x.00002"), "x.00002 is one of vnpt")
        self.refused(duc.ctl("mute", "--all"), "concerns more than those")
        self.refused(duc.ctl("show", "x.00003"), "this one belongs to vp-ubnd")
        self.refused(duc.ctl("session", "start"), "it belongs to the roles admin or operator")
        self.refused(duc.ctl("mute", "x.00002", language="vi"), "duc.viettel (kỹ thuật viên MCU vệ tinh, viettel)", "điểm cầu của mình")

    def test_supervisor_room_and_stranger(self):
        quang, room, mallory = (self.people[name] for name in ("quang.so-tttt", "room.x.00002", "mallory"))
        self.assertEqual(quang.ctl("sec", "rights").returncode, 0)
        self.assertEqual(quang.ctl("registry", "list").returncode, 0)
        self.refused(quang.ctl("show", "x.00001"), '"programme"')
        self.assertEqual(room.ctl("mute", "x.00002").returncode, 0)
        self.refused(room.ctl("unmute", "x.00001"), "x.00001 is one of vp-ubnd")
        seen = json.loads(room.ctl("--json", "status", "--all").stdout)
        self.assertEqual([s["id"] for c in seen["conferences"] for s in c["sites"]], ["x.00002"])
        self.refused(room.ctl("registry", "list"), '"documents"')
        self.refused(mallory.ctl("status"), "nobody is known here by certificate CN=mallory")
        self.refused(mallory.ctl("mute", "x.00002"), "mallory")
        self.assertEqual(mallory.ctl("whoami").returncode, 4)
        self.assertEqual(mallory.ctl("version").returncode, 0)

    def test_users_of_the_machine_and_what_is_recorded(self):
        events = Events(self.server)
        self.addCleanup(events.stop)
        self.assertIn("root", self.server.ctl("whoami").stdout)
        self.assertEqual(self.as_user(65534, "status").returncode, 0)
        self.refused(self.as_user(65534, "mute", "x.00002", "--conference", CONFERENCE), "an (monitor of vp-ubnd)")
        self.refused(self.as_user(4711, "status"), "nobody is known here by uid 4711")
        told = wait_for(lambda: [e for e in events.seen if e["kind"] == "security.refused"], "the refusals are told")
        self.assertEqual(told[0]["fields"]["actor"], "an")
        self.assertEqual(told[0]["fields"]["act"], "set_channel")
        self.assertEqual(told[0]["fields"]["origin"], "unix:65534")
        self.assertGreaterEqual(self.server.json("sec", "rights")["refusals"], 2)
        self.assertGreaterEqual(self.server.status()["counters"]["access.refused"], 2)
        log = (self.work.path / "mcud-server.log").read_text()
        self.assertIn("refused actor=an from=unix:65534 act=set_channel", log)
        self.server.ctl("mute", "x.00002", "--conference", CONFERENCE)
        wait_for(lambda: any(e["actor"] == "root" for e in events.seen), "the administrator's act names the person")


class Confidential(SystemTest):
    """A confidential session (GEN-03, SEC-09): no pictures, nobody unlisted, nothing in clear, no title in the log."""

    TITLE = "Họp kín về nhân sự"

    def begin(self):
        plan = self.work.path / "plan.yaml"
        plan.write_text(test_session.plan(title=self.TITLE).replace("  kind: planned\n", "  kind: planned\n  confidential: true\n")
                        .replace("encryption: preferred", "encryption: required"))
        self.server.ctl("plan", "import", plan)
        self.server.ctl("session", "start")

    def test_nothing_gets_out(self):
        self.start_server(4, conference={"open": True, "encryption": "preferred"})
        good = self.start_rooms(1, "--encryption", "required", transport="tls")
        clear = self.start_rooms(1, "--encryption", "disabled", first=2)
        self.server.wait_sites(CONFERENCE, 2)
        events = Events(self.server)
        self.addCleanup(events.stop)
        self.begin()
        wait_for(lambda: clear.report(2)["state"] in ("failed", "idle"), "the room in clear is hung up")
        self.assertEqual(good.report(1)["state"], "connected")
        self.assertEqual(self.server.conference(CONFERENCE)["encryption"], "required")
        again = self.start_rooms(1, "--encryption", "disabled", first=3)
        wait_for(lambda: again.report(3)["state"] == "failed", "a room in clear is refused")
        self.assertIn("encryption-required", again.report(3)["cause"])
        stranger = self.start_rooms(1, "--encryption", "required", first=9, transport="tls")
        wait_for(lambda: stranger.report(9)["state"] == "failed", "somebody unlisted is refused")
        picture = self.server.ctl("view", "snapshot", "--output", self.work.path / "x.png", "--conference", CONFERENCE, check=False)
        self.assertEqual(picture.returncode, 1)
        self.assertIn("is confidential: no picture is taken", picture.stderr)
        self.assertFalse((self.work.path / "x.png").exists())
        self.server.kill()
        self.server.start()
        self.assertEqual(self.server.conference(CONFERENCE)["encryption"], "required", "also after kill -9")
        self.server.ctl("session", "end")
        self.assertEqual(self.server.conference(CONFERENCE)["encryption"], "preferred")
        log = (self.work.path / "mcud-server.log").read_text()
        self.assertIn("server up", log)
        self.assertNotIn("nhân sự", log)
        self.assertTrue([e for e in events.seen if e["kind"] == "site.refused"])
        self.assertFalse([e for e in events.seen if "nhân sự" in json.dumps(e, ensure_ascii=False)])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real programs for system tests, the demo and the benchmarks: mcud, mcuctl, mcusim, baresip.

Everything lives in a folder of its own below a temporary directory; SIP ports are chosen by the kernel and read back from
`mcuctl status --json`; nothing sleeps for luck: `wait_for` polls a condition with a deadline.
"""

import contextlib
import json
import os
import pathlib
import queue
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("MCU_BUILD", ROOT / "build" / "release"))
BIN = BUILD / "bin"
MCUCTL = pathlib.Path(os.environ.get("MCU_MCUCTL", BIN / "mcuctl"))
MCUD = pathlib.Path(os.environ.get("MCU_MCUD", BIN / "mcud"))  # a sanitizer build of the server
PATIENCE = float(os.environ.get("MCU_TEST_PATIENCE", "1"))  # multiplies deadlines, for sanitizer builds


class Failure(AssertionError):
    pass


def wait_for(condition, what, seconds=15.0, every=0.05):
    """Returns the first true value of condition(); fails after the deadline, telling the last error."""
    deadline = time.monotonic() + seconds * PATIENCE
    last = None
    while time.monotonic() < deadline:
        try:
            value = condition()
            if value:
                return value
        except (Failure, OSError, ValueError, KeyError, IndexError) as error:
            last = error
        time.sleep(every)
    raise Failure(f"not within {seconds * PATIENCE:.0f} s: {what}" + (f" (last: {last})" if last else ""))


def free_port_block(size=2000):
    """A block of UDP ports nobody seems to use; the server skips single taken ones by itself."""
    for _ in range(50):
        first = random.randrange(20000, 60000 - size) // 2 * 2
        probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            probe.bind(("127.0.0.1", first))
            return first, first + size - 1
        except OSError:
            continue
        finally:
            probe.close()
    raise Failure("no free UDP port block")


class Workdir:
    """A temporary folder, kept when MCU_KEEP is set."""

    def __init__(self, name):
        # In memory where there is a place for it: a server's journal waits for the disk, and a disk kept busy by others
        # can keep it waiting for longer than a test is patient.
        memory = pathlib.Path("/dev/shm")
        place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
        self.path = pathlib.Path(tempfile.mkdtemp(prefix=f"mcu-{name}-", dir=place))

    def close(self):
        if not os.environ.get("MCU_KEEP"):
            shutil.rmtree(self.path, ignore_errors=True)


def make_certificates(folder):
    """A CA and a server certificate for 127.0.0.1; returns (certificate+key PEM, CA PEM)."""
    folder.mkdir(parents=True, exist_ok=True)
    ca_key, ca = folder / "ca.key", folder / "ca.pem"
    key, request, certificate, agent = (folder / n for n in ("mcu.key", "mcu.csr", "mcu.crt", "agent.pem"))
    extensions = folder / "ext.cnf"
    extensions.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")

    def run(*args):
        subprocess.run(["openssl", *map(str, args)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30,
        "-subj", "/CN=Test CA", "-keyout", ca_key, "-out", ca)
    run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
        "-keyout", key, "-out", request)
    run("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", 30,
        "-extfile", extensions, "-out", certificate)
    agent.write_text(certificate.read_text() + key.read_text())
    return agent, ca


class Program:
    """A child process with its output in a file; killed with the test. `host` is where it runs, see network.py."""

    def __init__(self, name, args, folder, env=None, stdin=subprocess.DEVNULL, stdout=None, host=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.log = folder / f"{name}.log"
        with open(self.log, "ab") as log:  # the child has its own
            self.process = subprocess.Popen(
                [*(host.prefix if host else ()), *map(str, args)], stdin=stdin, stdout=stdout if stdout is not None else log,
                stderr=log, env={**os.environ, **(env or {})})

    def alive(self):
        return self.process.poll() is None

    def tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def kill(self, number=signal.SIGKILL):
        if self.alive():
            self.process.send_signal(number)

    def stop(self, seconds=20):
        """Asks to end, waits; returns the exit code. Fails when it has to be killed."""
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure(f"{self.name} did not stop within {seconds} s:\n{self.tail()}") from None

    def cpu_seconds(self):
        """User + system time so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def threads(self):
        return len(list(pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()))


class Mcud:
    """A server on loopback, or on a host of network.py. `sites` and `conferences` are lists of dicts as in the
    configuration file; further sections of it are given by name."""

    def __init__(self, folder, sites=(), conferences=(), transports=("udp", "tcp", "tls"), name="mcud", host=None, **sections):
        self.folder = folder
        self.name = name
        self.socket = folder / f"{name}.sock"
        self.config = folder / f"{name}.yaml"
        self.host = host
        self.address = host.address if host else "127.0.0.1"
        self.sections = sections
        self.sites = list(sites)
        self.conferences = list(conferences)
        self.transports = transports
        self.ports = {}
        self.program = None
        folder.mkdir(parents=True, exist_ok=True)
        self.agent, self.ca = make_certificates(folder / "certificates")
        self.media_ports = free_port_block()

    def write_config(self):
        listeners = [{"transport": t, "address": f"{self.address}:{self.ports.get(t, 0)}"} for t in self.transports]
        first, last = self.media_ports
        content = {
            "schema": "hnth-mcu/1",
            "mcu": {"id": "mcu.test", "state_dir": str(self.folder / "state"),
                    "layouts": str(ROOT / "config" / "layouts"),
                    "log": {"file": str(self.folder / f"{self.name}-server.log"), "level": "info"}},
            "control": {"unix": str(self.socket)},
            "sip": {"listeners": listeners, "certificate": str(self.agent), "ca": str(self.ca), "realm": "hnth"},
            "media": {"address": self.address, "ports": f"{first}-{last}"},
            "sites": self.sites,
            "conferences": self.conferences,
        }
        for section, values in self.sections.items():
            content.setdefault(section, {}).update(values)
        # JSON is YAML: one writer fewer to trust.
        self.config.write_text(json.dumps(content, ensure_ascii=False, indent=1))

    def start(self):
        self.write_config()
        self.program = Program(self.name, [MCUD, "--config", self.config], self.folder, host=self.host)
        try:
            wait_for(self._answers, "mcud answers", 20)
        except Failure as failure:
            raise Failure(f"{failure}\n{self.program.tail()}\n{self.server_log()}") from None
        for listener in self.status()["listeners"]:
            protocol, transport, address = listener.split()
            self.ports[protocol + ("-tls" if transport == "tls" else "") if protocol == "h323" else transport] = int(address.rsplit(":", 1)[1])
        return self

    def server_log(self, lines=30):
        log = self.folder / f"{self.name}-server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""

    def _answers(self):
        if not self.program.alive():
            raise Failure(f"mcud ended with {self.program.process.returncode}")
        return self.ctl("version", check=False).returncode == 0

    def ctl(self, *args, check=True, text_input=None, language="en"):
        """Runs mcuctl; returns the completed process."""
        done = subprocess.run(
            [str(MCUCTL), "--server", f"unix:{self.socket}", "--lang", language, "--actor", "tester",
             "--timeout", str(int(30 * PATIENCE)), *map(str, args)],
            capture_output=True, text=True, input=text_input, timeout=60 * PATIENCE, check=False)
        if check and done.returncode != 0:
            raise Failure(f"mcuctl {' '.join(map(str, args))}: exit {done.returncode}: {done.stderr or done.stdout}")
        return done

    def json(self, *args):
        return json.loads(self.ctl("--json", *args).stdout)

    def status(self):
        return self.json("status", "--all")

    def conference(self, name):
        for conference in self.status()["conferences"]:
            if conference["id"] == name:
                return conference
        raise Failure(f"no conference {name}")

    def site(self, conference, site):
        for found in self.conference(conference)["sites"]:
            if found["id"] == site:
                return found
        raise Failure(f"no site {site} in {conference}")

    def wait_sites(self, conference, count, state="connected", seconds=30):
        def enough():
            sites = self.conference(conference)["sites"]
            return sum(s["state"] == state for s in sites) >= count and sites
        return wait_for(enough, f"{count} sites {state} in {conference}", seconds)

    def uri(self, user, transport="udp"):
        if transport == "h323":
            return f"h323:{user}@{self.address}:{self.ports[transport]}"
        return f"sip:{user}@{self.address}:{self.ports[transport]};transport={transport}"

    def media_sockets(self):
        """The ports of the media range the server has open now. The table has the sockets of all programs: a port the kernel chose
        for another one may lie in the range."""
        first, last = self.media_ports
        process = pathlib.Path(f"/proc/{self.program.process.pid}")
        own = set()
        for descriptor in (process / "fd").iterdir():
            with contextlib.suppress(FileNotFoundError):  # closed meanwhile
                own.add(os.readlink(descriptor))
        ports = set()
        for line in (process / "net" / "udp").read_text().splitlines()[1:]:
            fields = line.split()
            port = int(fields[1].split(":")[1], 16)
            if first <= port <= last and f"socket:[{fields[9]}]" in own:
                ports.add(port)
        return sorted(ports)

    def kill(self):
        self.program.kill()
        self.program.process.wait()

    def stop(self):
        code = self.program.stop()
        if code != 0:
            raise Failure(f"mcud ended with {code}:\n{self.program.tail()}\n{self.server_log()}")


class Mcusim:
    """Simulated rooms; commands and answers are JSON lines on its standard input and output."""

    def __init__(self, folder, *args, name="mcusim", host=None):
        self.program = Program(name, [BIN / "mcusim", "--json", *args], folder, host=host,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               env={"XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(ROOT / "build" / "cache"))})
        self.answers = queue.Queue()
        self.events = []
        self.lock = threading.Lock()
        self.number = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for raw in self.program.process.stdout:
            try:
                line = json.loads(raw)
            except ValueError:
                continue
            if "event" in line:
                self.events.append(line)
            else:
                self.answers.put(line)
        self.answers.put(None)

    def ask(self, command, seconds=30, **fields):
        with self.lock:
            self.number += 1
            number = self.number
            text = json.dumps({"cmd": command, "id": number, **fields}) + "\n"
            self.program.process.stdin.write(text.encode())
            self.program.process.stdin.flush()
            deadline = time.monotonic() + seconds * PATIENCE
            while True:
                try:
                    answer = self.answers.get(timeout=max(0.01, deadline - time.monotonic()))
                except queue.Empty:
                    raise Failure(f"mcusim did not answer {text.strip()}:\n{self.program.tail()}") from None
                if answer is None:
                    raise Failure(f"mcusim ended at {text.strip()}:\n{self.program.tail()}")
                if answer.get("id") == number:
                    return answer

    def expect(self, room, within=10.0, **what):
        """Waits until a room sees / hears what is asked; returns the milliseconds it took."""
        answer = self.ask("expect", seconds=within + 20, room=room, within_ms=int(within * 1000 * PATIENCE), **what)
        if not answer.get("ok"):
            report = self.ask("report").get("rooms", [])
            mine = [{key: value for key, value in r.items() if key not in ("audio", "video")}
                    for r in report if r.get("room") == room]
            raise Failure(f"room {room} expected {what}: {answer}; it has {json.dumps(mine)[:1500]}")
        return answer["after_ms"]

    def report(self, room):
        for found in self.ask("report")["rooms"]:
            if found["room"] == room:
                return found
        raise Failure(f"mcusim has no room {room}")

    def stop(self):
        if self.program.alive():
            try:
                self.program.process.stdin.close()
            except OSError:
                pass
            self.program.stop()
        self.reader.join(5)
        self.program.process.stdout.close()


class Baresip:
    """A baresip room with its own painted picture, driven over ctrl_tcp; with `returns` it is a room's matrix set badly:
    it sends back the sound and the picture that it gets."""

    def __init__(self, folder, number, transport="udp", media="", tone=1000, colour="yellow", ca=None, extra="", returns=False):
        self.folder = folder / f"baresip-{number}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.number = number
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.sip_port = probe.getsockname()[1]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.control_port = probe.getsockname()[1]
        self.colour = colour
        agent, own_ca = make_certificates(self.folder / "certificates")
        first, last = free_port_block(100)
        modules = ["g711", "g722", "opus", "avcodec", "vp8", "ausine", "aubridge", "fakevideo", "swscale",
                   "snapshot", "sndfile", "avfilter", "srtp", "dtls_srtp", "stun", "ice", *(["vidbridge"] if returns else [])]
        microphone, speaker = ("aubridge,matrix",) * 2 if returns else (f"ausine,{tone}", f"aubridge,sink{number}")
        camera, screen = ("vidbridge,matrix",) * 2 if returns else ("fakevideo,x", "fakevideo")
        lines = [
            "poll_method epoll", f"sip_listen 127.0.0.1:{self.sip_port}", f"sip_certificate {agent}",
            f"sip_cafile {ca or own_ca}", "net_interface 127.0.0.1", f"audio_source {microphone}",
            f"audio_player {speaker}", f"audio_alert aubridge,alert{number}",
            "ausrc_format s16", "auplay_format s16", "auenc_format s16", "audec_format s16",
            f"video_source {camera}", f"video_display {screen}", "video_size 640x360", "video_bitrate 512000",
            "video_fps 25.00", f"rtp_ports {first}-{last}", "rtp_timeout 30", "rtp_stats yes",
            "module_path /usr/lib/baresip/modules", *[f"module {m}.so" for m in modules],
            "module_tmp uuid.so", "module_tmp account.so", "module_app contact.so", "module_app menu.so",
            "module_app ctrl_tcp.so", f"ctrl_tcp_listen 127.0.0.1:{self.control_port}",
            f"snd_path {self.folder}/rec", "opus_bitrate 64000",
        ]
        (self.folder / "rec").mkdir(exist_ok=True)
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        (self.folder / "contacts").write_text("")
        account = f"Room <sip:room{number}@127.0.0.1:{self.sip_port};transport={transport}>;regint=0;answermode=auto"
        account += ";audio_codecs=opus/48000/2,G722/16000/1,PCMA/8000/1;video_codecs=h264"
        if media:
            account += f";mediaenc={media}"
        (self.folder / "accounts").write_text(account + extra + "\n")
        self.program = Program(f"baresip-{number}", ["baresip", "-f", self.folder, "-s"], self.folder)
        wait_for(self._connectable, f"baresip {number} starts", 15)

    def _connectable(self):
        with socket.create_connection(("127.0.0.1", self.control_port), timeout=1):
            return True

    def command(self, name, params=""):
        text = json.dumps({"command": name, "params": params, "token": "t"}).encode()
        with socket.create_connection(("127.0.0.1", self.control_port), timeout=5) as connection:
            connection.sendall(str(len(text)).encode() + b":" + text + b",")
            return connection.recv(65536)

    def dial(self, uri):
        self.command("dial", uri)

    def paint(self, text):
        """Gives the room a picture of its own. Only while a call is up."""
        self.command("avfilter", f"drawbox=x=0:y=0:w=iw:h=ih:color={self.colour}:t=fill,"
                                 f"drawtext=text={text}:fontsize=80:x=100:y=100")

    def snapshot(self, path):
        """The picture it receives, as PNG."""
        self.command("snapshot_recv", str(path))
        wait_for(lambda: path.exists() and path.stat().st_size > 100, f"baresip snapshot {path}", 10)

    def hang_up(self):
        self.command("hangup")

    def stop(self):
        self.program.kill()
        self.program.process.wait()


def unit_sites(*numbers, home="", **extra):
    """Site records x.00001, x.00002 ... named as communes are."""
    names = ["Chiềng Sơn (Mộc Châu)", "Mường Bằng (Mai Sơn)", "Mường Bang (Phù Yên)", "Ngọc Chiến (Mường La)",
             "Chiềng Khoong (Sông Mã)", "Tà Xùa (Bắc Yên)", "Phiêng Khoài (Yên Châu)", "Lóng Luông (Vân Hồ)"]
    records = []
    for number in numbers:
        place = names[(number - 1) % len(names)]
        suffix = "" if number <= len(names) else f" {number}"
        records.append({"id": f"x.{number:05d}", "name": f"Điểm cầu UBND xã {place}{suffix}",
                        "short_name": place.split(" (")[0] + suffix, "level": "commune",
                        **({"home": home} if home else {}), **extra})
    return records

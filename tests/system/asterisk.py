# SPDX-License-Identifier: GPL-3.0-or-later
"""Asterisk with chan_ooh323, the foreign H.323 endpoint of the tests: made by `./dev peers`, run from its own folder with a
configuration of the test's own. Nothing is installed and nothing of it is in this tree."""

import os
import pathlib
import subprocess
import time

from harness import PATIENCE, ROOT, Program, wait_for

HOME = pathlib.Path(os.environ.get("XDG_CACHE_HOME", ROOT / "build" / "cache")) / "peers" / "asterisk-1"

# The order matters: res_rtp_asterisk has symbols of res_pjproject, chan_ooh323 of res_rtp_asterisk.
MODULES = """pbx_config res_sorcery_config res_pjproject res_rtp_asterisk app_dial app_echo app_playback app_milliwatt
app_verbose app_stack app_senddtmf app_read app_system func_channel func_callerid bridge_simple bridge_native_rtp
bridge_builtin_features codec_ulaw codec_alaw codec_gsm format_wav format_gsm format_pcm app_record res_timing_timerfd
chan_ooh323 res_clioriginate""".split()

# Its trace stays below 6: printing a half key of H.235 then ends chan_ooh323 of 16.28 with a fault.
# chan_ooh323 starts the dial plan before it has made the channel's RTP: one that hangs up or answers at once ends the call
# there ("Channel has no owner") when another thread runs first, so each waits a little.
# What a test may dial; digits only, since a name as the called party ends chan_ooh323 of 16.28 with a fault.
ECHO, TONE, SHORT, BUSY, DIGITS = "101", "102", "103", "104", "105"
DIAL_PLAN = f"""[in]
exten => {ECHO},1,Wait(0.5)
 same => n,Answer()
 same => n,Echo()
exten => {TONE},1,Wait(0.5)
 same => n,Answer()
 same => n,Milliwatt()
exten => {SHORT},1,Wait(0.5)
 same => n,Answer()
 same => n,Wait(2)
 same => n,Hangup()
exten => {BUSY},1,Wait(1)
 same => n,Hangup(17)
exten => {DIGITS},1,Wait(0.5)
 same => n,Answer()
 same => n,Wait(1)
 same => n,SendDTMF(1590,200)
 same => n,Echo()
exten => _X.,1,Wait(0.5)
 same => n,Answer()
 same => n,Echo()
"""


def missing():
    """Why there is no Asterisk here; empty: there is one."""
    if (HOME / "asterisk").exists():
        return ""
    return f"no Asterisk in {HOME}: make it with ./dev peers"


class Asterisk:
    """One instance. `general` are lines of [general] in ooh323.conf, `peers` sections of it: name -> lines."""

    def __init__(self, folder, address="127.0.0.1", port=1720, name="asterisk", ports=(27000, 27099), rtp=(28000, 28199),
                 general=(), peers=None, dial_plan=DIAL_PLAN, host=None):
        self.folder = folder / name
        self.name = name
        self.address = address
        self.port = port
        self.host = host
        for part in ("etc", "db", "spool", "run", "log", "keys", "agi"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        modules = (HOME / "modules").read_text().strip()
        self._write("asterisk.conf", f"""[directories]
astetcdir => {self.folder}/etc
astmoddir => {HOME}/root/{modules}
astvarlibdir => {self.folder}/db
astdbdir => {self.folder}/db
astkeydir => {self.folder}/keys
astdatadir => {HOME}/root/usr/share/asterisk
astagidir => {self.folder}/agi
astspooldir => {self.folder}/spool
astrundir => {self.folder}/run
astlogdir => {self.folder}/log
[options]
nocolor = yes
""")
        self._write("modules.conf", "[modules]\nautoload=no\n" + "".join(f"load = {m}.so\n" for m in MODULES))
        self._write("logger.conf", "[general]\n[logfiles]\nfull => notice,warning,error,verbose,dtmf\n")
        self._write("rtp.conf", f"[general]\nrtpstart={rtp[0]}\nrtpend={rtp[1]}\n")
        self._write("udptl.conf", f"[general]\nudptlstart={rtp[1] + 1}\nudptlend={rtp[1] + 100}\n")
        self._write("extensions.conf", dial_plan)
        lines = [f"port={port}", f"bindaddr={address}", f"h225portrange={ports[0]},{ports[1]}",
                 f"logfile={self.folder}/log/h323.log", "tracelevel=4", "context=in", "disallow=all", "allow=alaw",
                 "allow=ulaw", "dtmfmode=h245signal", *general]
        sections = {"general": lines, **(peers or {})}
        self._write("ooh323.conf", "".join(f"[{s}]\n" + "".join(f"{line}\n" for line in ls) for s, ls in sections.items()))
        self.program = None

    def _write(self, name, text):
        (self.folder / "etc" / name).write_text(text)

    def _command(self, *words):
        return [str(HOME / "asterisk"), "-C", str(self.folder / "etc" / "asterisk.conf"), *words]

    def start(self):
        self.program = Program(self.name, self._command("-f"), self.folder, env={"LC_ALL": "C"}, host=self.host)
        wait_for(lambda: self.program.alive() and "fully booted" in self.ctl("core waitfullybooted"), "asterisk is up", 30)
        return self

    def ctl(self, command, seconds=20):
        """The answer of `asterisk -rx COMMAND`."""
        prefix = self.host.prefix if self.host else []
        done = subprocess.run([*prefix, *self._command("-rx", command)], capture_output=True, text=True, errors="replace",
                              timeout=seconds * PATIENCE, check=False, env={**os.environ, "LC_ALL": "C"})
        return done.stdout + done.stderr

    def channels(self):
        """Names and states of its channels now."""
        lines = self.ctl("core show channels concise").splitlines()
        return [line.split("!") for line in lines if line.count("!") > 4]

    def h323_log(self):
        path = self.folder / "log" / "h323.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def log(self):
        path = self.folder / "log" / "full"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self):
        """Ends it; its channel driver is known to hang at the end at times, so it is killed after a while."""
        if self.program is None or not self.program.alive():
            return
        self.ctl("core stop now")
        deadline = time.monotonic() + 5 * PATIENCE
        while self.program.alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.program.kill()
        self.program.process.wait()

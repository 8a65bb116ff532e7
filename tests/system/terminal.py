# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal (tmux, with a server of its own) that programs run in, that is typed into and read."""

import os
import pathlib
import subprocess
import tempfile

from harness import Failure, wait_for


class Terminal:
    """`command` runs in a terminal of `columns` x `rows` until stop()."""

    def __init__(self, command, columns=80, rows=24, env=None):
        # The path of a socket may not be long.
        self.folder = tempfile.TemporaryDirectory(prefix="mcu-tmux-")
        self.socket = pathlib.Path(self.folder.name) / "s"
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **(env or {})}
        environment.pop("TMUX", None)
        settings = [word for name, value in (env or {}).items() for word in ("-e", f"{name}={value}")]
        subprocess.run(
            ["tmux", "-u", "-f", "/dev/null", "-S", str(self.socket), "new-session", "-d", "-x", str(columns), "-y", str(rows),
             *settings, *map(str, command)], check=True, env=environment)
        self.tmux("set-option", "-g", "remain-on-exit", "on")

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-u", "-S", str(self.socket), *map(str, words)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failure(f"tmux {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def screen(self, colours=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def lines(self):
        return self.screen().split("\n")[:-1]

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def press(self, *keys):
        """Keys by tmux's names: Enter, Escape, Down, C-l."""
        self.tmux("send-keys", *keys)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", columns, "-y", rows)

    def wait(self, condition, what, seconds=15):
        """Until `condition(screen)` holds; a text is looked for."""
        holds = (lambda screen: condition in screen) if isinstance(condition, str) else condition
        try:
            return wait_for(lambda: holds(self.screen()), what, seconds)
        except Failure as failure:
            raise Failure(f"{failure}\n{self.screen()}") from None

    def ended(self):
        return self.tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def stop(self):
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], capture_output=True, check=False)
        self.folder.cleanup()

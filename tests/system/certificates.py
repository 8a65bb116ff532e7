# SPDX-License-Identifier: GPL-3.0-or-later
"""The authority of a cascade and the certificates of its MCUs, made with `mcuctl cert` as technicians do."""

import pathlib
import shutil
import subprocess

from harness import MCUCTL, Failure


def cert(*words):
    done = subprocess.run([str(MCUCTL), "--lang", "en", "cert", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"mcuctl cert {' '.join(map(str, words))}: exit {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


class McuFiles:
    """The folder of one MCU: its key, its certificate, the authority's certificate and revocation list."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def settings(self):
        """As the section `cascade` of the configuration wants them."""
        return {"certificate": str(self.folder / "mcu.pem"), "key": str(self.folder / "mcu.key"),
                "ca": str(self.folder / "ca.pem"), "crl": str(self.folder / "crl.pem")}


class Authority:
    """An authority in a folder, and the MCUs it signed for."""

    def __init__(self, folder, name="HNTH Sơn La"):
        self.folder = pathlib.Path(folder) / "ca"
        self.mcus = {}
        cert("ca", "--name", name, "--dir", self.folder)

    def enrol(self, mcu, folder):
        """Key, request, signature, and what comes back, for one MCU."""
        files = McuFiles(folder)
        cert("request", "--id", mcu, "--dir", files.folder)
        cert("sign", files.folder / "mcu.csr", "--dir", self.folder, "--out", files.folder)
        self.mcus[mcu] = files
        return files

    def revoke(self, mcu):
        """Takes the MCU's certificates back; the list reaches every MCU."""
        cert("revoke", mcu, "--dir", self.folder)
        for files in self.mcus.values():
            shutil.copy(self.folder / "crl.pem", files.folder / "crl.pem")

    def expire(self, mcu):
        """Gives the MCU a certificate that was good until yesterday; no technician can make one, so openssl does."""
        files = self.mcus[mcu]
        extensions = files.folder / "extensions.cnf"
        extensions.write_text("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                              f"extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:{mcu}\n")
        subprocess.run(["openssl", "x509", "-req", "-in", files.folder / "mcu.csr", "-CA", self.folder / "ca.pem",
                        "-CAkey", self.folder / "ca.key", "-CAserial", files.folder / "serial", "-CAcreateserial", "-days", "-1",
                        "-extfile", extensions, "-out", files.folder / "mcu.pem"], check=True, capture_output=True)

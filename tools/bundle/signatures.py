"""Verify the Authenticode signatures of CPython's Windows files with osslsigncode, where it is at hand."""

import re
import shutil
import subprocess
from pathlib import Path

ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
SIGNER = re.compile(r"Signer #\d+:\n\s+Subject: \S.*?/O=([^/\n]+)/CN=", re.S)
DIGESTS = re.compile(r"(?:Current|Calculated) message digest\s*: ([0-9A-F]+)")
VERIFIED = "署名を確認: {}"
NO_ROOT = "署名あり（発行元の根がこの機械にない）: {}"
UNSIGNED = "署名なし"
NOT_TRIED = "署名は未確認（osslsigncode がない）"
CPYTHON = "Python Software Foundation"


class SignatureError(Exception):
    """A signature that does not fit its file."""


def is_at_hand() -> bool:
    """Whether this machine has the tool and roots to hold signatures against."""
    return shutil.which("osslsigncode") is not None and ROOTS.exists()


def verify(file: Path) -> str:
    """What the signature of a file says, as one line for the IT section; raises SignatureError.

    Revocation lists are not asked for, since that would leave the machine.
    """
    if not is_at_hand():
        return NOT_TRIED
    command = ["osslsigncode", "verify", "-ignore-crl", "-CAfile", str(ROOTS), "-TSA-CAfile", str(ROOTS)]
    done = subprocess.run(
        [*command, "-in", str(file)], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if "No signature found" in done.stdout + done.stderr:
        return UNSIGNED
    digests = DIGESTS.findall(done.stdout)
    if len(set(digests[:2])) != 1:
        raise SignatureError(f"{file.name}: the signature is of other bytes")
    signers = SIGNER.findall(done.stdout)
    signer = signers[0].strip() if signers else "?"
    if done.returncode == 0 and "Signature verification: ok" in done.stdout:
        return VERIFIED.format(signer)
    if "unable to get local issuer certificate" in done.stdout + done.stderr:
        return NO_ROOT.format(signer)
    raise SignatureError(f"{file.name}: the signature of {signer} does not verify")

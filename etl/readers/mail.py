"""Letters saved as files (.eml, .msg): no tables, but what is attached to them mostly is one."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from etl.readers.refusal import RefusedError

# A mail begins with lines such as these, a CSV does not.
HEADER = re.compile(
    rb"(from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to"
    rb"|thread-\w+|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+)[ \t]*:[ \t]",
    re.IGNORECASE,
)
LEAST_HEADERS = 3
OUTLOOK_STREAM = "__properties_version1.0"
NAMES_OF_ATTACHMENT = ("3707001F", "3704001F", "3707001E", "3704001E", "3001001F")
TABLES = {".xlsx", ".xlsm", ".xls", ".csv", ".zip", ".ods"}
LONGEST_NAME, MOST_NAMES = 120, 10


def is_mail(content: bytes) -> bool:
    """Whether a text begins with the headers of a mail; folded lines go on the one before."""
    head = content[:20_000].lstrip(b"\xef\xbb\xbf\r\n")
    count = 0
    for number, line in enumerate(head.splitlines()):
        if not line.strip():
            break
        if line[:1] in b" \t" or (number == 0 and line.startswith(b"From ")):
            continue
        if HEADER.match(line) is None and re.match(rb"[A-Za-z][\w-]*:", line) is None:
            return False
        count += HEADER.match(line) is not None
    return count >= LEAST_HEADERS


def is_web_archive(content: bytes) -> bool:
    """Whether a text is a page or a table that was saved as a web archive (.mht), which looks like a mail."""
    head, _, _ = content[:20_000].replace(b"\r\n", b"\n").partition(b"\n\n")
    return (
        is_mail(content) and b"multipart/related" in head and re.search(rb"^to:", head, re.I | re.M) is None
    )


def attachments(content: bytes) -> list[str]:
    """The names of what is attached to a mail (.eml)."""
    import email  # few files need it
    import email.policy

    letter = email.message_from_bytes(content.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.default)
    names = []
    for part in letter.walk():
        try:
            name = part.get_filename()
        except (ValueError, KeyError, IndexError, AttributeError):  # broken headers
            continue
        if name:
            names.append(name)
    return names


def outlook_attachments(ole: Any) -> list[str]:
    """The names of what is attached to a message of Outlook (.msg), opened by olefile."""
    names: list[str] = []
    for folder in dict.fromkeys(
        path[0] for path in ole.listdir() if path[0].startswith("__attach_version1.0")
    ):
        streams = (f"{folder}/__substg1.0_{number}" for number in NAMES_OF_ATTACHMENT)
        stream = next((one for one in streams if ole.exists(one)), None)
        if stream is not None:
            encoding = "utf-16-le" if stream.endswith("1F") else "cp932"
            names.append(ole.openstream(stream).read().decode(encoding, "replace").rstrip("\x00"))
    return names


def refusal(names: list[str]) -> RefusedError:
    """What to do with a mail: hand over what is attached to it."""
    spoken = [f"「{' '.join(name.split())[:LONGEST_NAME]}」" for name in names if name.strip()]
    tables = [one for one in spoken if PurePosixPath(one.strip("「」")).suffix.lower() in TABLES]
    listed = "".join((tables or spoken)[:MOST_NAMES])
    if tables:
        advice = f"添付ファイル{listed}を保存して、それを入れてください。"
    elif spoken:
        advice = f"添付ファイル{listed}は表ではないようです。回答が書かれていないか、開いて確かめてください。"
    else:
        advice = "添付ファイルはありません。本文に回答が書かれていないか、開いて確かめてください。"
    message = f"中身はメールで、表として読めません。{advice}"
    return RefusedError("FILE-MAIL", message, value=listed)

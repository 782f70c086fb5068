"""Zips, Office files among them, whose bytes do not tell when they were made."""

from __future__ import annotations

import io
import re
import struct
import zipfile

STILL = (1980, 1, 1, 0, 0, 0)
WORKSHEET_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
# STILL as zip files write it, and where it stands before a part and in the list of parts at the end.
STILL_BYTES = struct.pack("<HH", 0, 1 << 5 | 1)
TIME_OF_PART, TIME_IN_LIST = 10, 12
LENGTHS_IN_LIST, LIST_ENTRY = 28, 46


def still(content: bytes, *, times_too: bool = False) -> bytes:
    """The zip without the time of its making; times_too: nor that in its properties."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            data = old.read(part)
            if part.filename == "docProps/core.xml":
                data = WORKSHEET_TIME.sub(rb"\g<1>2021-04-01T00:00:00Z\g<2>", data) if times_too else data
            new.writestr(entry, data)
    return out.getvalue()


def timeless(content: bytes) -> bytes:
    """What `still` gives, of a zip that was written part by part just now: only its times change, nothing is packed again."""
    data = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts, entry = archive.infolist(), archive.start_dir
    for part in parts:
        for place in (part.header_offset + TIME_OF_PART, entry + TIME_IN_LIST):
            data[place : place + len(STILL_BYTES)] = STILL_BYTES
        entry += LIST_ENTRY + sum(struct.unpack_from("<HHH", data, entry + LENGTHS_IN_LIST))
    return bytes(data)

"""Rewrites a zip archive with some parts changed or added; all others keep their bytes, even the packed ones."""

from __future__ import annotations

import itertools
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from etl.readers import zip_parts
from etl.readers.refusal import RefusedError

END = struct.Struct("<4s4H2IH")
END_MAGIC = b"PK\x05\x06"
CENTRAL = struct.Struct("<4s6H3I5H2I")
CENTRAL_MAGIC = b"PK\x01\x02"
LOCAL = struct.Struct("<4s5H3I2H")
LOCAL_MAGIC = b"PK\x03\x04"
VERSION_NEEDED = 20
SIZES_FOLLOW = 0x08  # the flag that says that sizes stand after the data, not in the header
UTF8_NAME = 0x800
ZIP64_FIELD = 1
IN_ZIP64 = 0xFFFFFFFF
LEVEL = 6


@dataclass(frozen=True)
class Entry:
    """One part as the archive's directory lists it: the record, its three texts, and where the part lies."""

    record: tuple[int, ...]  # the fields of CENTRAL after the signature
    name: bytes
    extra: bytes
    comment: bytes
    start: int
    end: int


def rewrite(content: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes]) -> bytes:
    """The archive with `changed` parts in their places and `added` ones at the end, dated like the first part.

    The same arguments give the same bytes. Raises RefusedError for an archive that is damaged.
    """
    infos = zip_parts.open_archive(content).infolist()
    entries, archive_comment = _read_directory(content)
    if len(entries) != len(infos):
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value="directory")
    bodies: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for info, entry in zip(infos, entries, strict=True):
        if info.filename in changed:
            body, record = _pack(content, entry, changed[info.filename])
        else:
            body, record = content[entry.start : entry.end], entry
        bodies.append(body)
        directory.append(_central(record, offset))
        offset += len(body)
    like = next(entry for entry in entries if not entry.name.endswith(b"/"))
    for name, part in added.items():
        body, record = _pack(content, _new_entry(like, name), part)
        bodies.append(body)
        directory.append(_central(record, offset))
        offset += len(body)
    listing = b"".join(directory)
    end = END.pack(
        END_MAGIC, 0, 0, len(directory), len(directory), len(listing), offset, len(archive_comment)
    )
    return b"".join([*bodies, listing, end, archive_comment])


def _read_directory(content: bytes) -> tuple[list[Entry], bytes]:
    """All entries in directory order, and the comment of the archive."""
    records: list[Entry] = []
    try:
        end_at = content.rindex(END_MAGIC)
        _, _, _, _, count, size, stated, comment_bytes = END.unpack_from(content, end_at)
        at = end_at - size
        shift = at - stated  # more than 0 where something stands before the archive
        for _ in range(count):
            signature, *fields = CENTRAL.unpack_from(content, at)
            if signature != CENTRAL_MAGIC or fields[-1] == IN_ZIP64:
                raise ValueError("directory")
            name_at = at + CENTRAL.size
            extra_at = name_at + fields[9]
            comment_at = extra_at + fields[10]
            at = comment_at + fields[11]
            name, extra, comment = (
                content[name_at:extra_at],
                content[extra_at:comment_at],
                content[comment_at:at],
            )
            records.append(Entry(tuple(fields), name, extra, comment, fields[-1] + shift, 0))
    except (ValueError, struct.error) as problem:
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value=str(problem)) from problem
    starts = sorted({entry.start for entry in records} | {end_at - size})
    if len(starts) <= len(records):
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value="two parts at one place")
    ends = dict(itertools.pairwise(starts))
    entries = [replace(entry, end=ends.get(entry.start, entry.start)) for entry in records]
    return entries, content[end_at + END.size :][:comment_bytes]


def _pack(content: bytes, entry: Entry, part: bytes) -> tuple[bytes, Entry]:
    """The part with its local header, and its record of the directory, all else being as before."""
    made_by, _, flags, method, time, day, *_ = entry.record
    if method == zipfile.ZIP_DEFLATED:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(part) + packer.flush()
    else:
        packed = part
    flags &= ~SIZES_FOLLOW
    sizes = (zlib.crc32(part), len(packed), len(part))
    extra = _without_zip64(_local_extra(content, entry)) if entry.end > entry.start else b""
    head = (VERSION_NEEDED, flags, method, time, day, *sizes, len(entry.name), len(extra))
    kept = _without_zip64(entry.extra)
    record = (
        made_by, VERSION_NEEDED, flags, method, time, day, *sizes,
        len(entry.name), len(kept), *entry.record[11:],
    )  # fmt: skip
    body = LOCAL.pack(LOCAL_MAGIC, *head) + entry.name + extra + packed
    return body, Entry(record, entry.name, kept, entry.comment, entry.start, entry.end)


def _local_extra(content: bytes, entry: Entry) -> bytes:
    *_, name_bytes, extra_bytes = LOCAL.unpack_from(content, entry.start)
    at = entry.start + LOCAL.size + name_bytes
    return content[at : at + extra_bytes]


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields but for sizes of 64 bits, which would contradict the new header."""
    fields = b""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != ZIP64_FIELD:
            fields += extra[at : at + 4 + length]
        at += 4 + length
    return fields + extra[at:]


def _new_entry(like: Entry, name: str) -> Entry:
    """A part that is not there yet, with the date and attributes of another."""
    raw = name.encode("utf-8")
    flags = 0 if raw.isascii() else UTF8_NAME
    made_by, _, _, _, time, day, *_ = like.record
    external = like.record[14]
    record = (
        made_by, VERSION_NEEDED, flags, zipfile.ZIP_DEFLATED, time, day, 0, 0, 0,
        len(raw), 0, 0, 0, 0, external, 0,
    )  # fmt: skip
    return Entry(record, raw, b"", b"", 0, 0)


def _central(entry: Entry, offset: int) -> bytes:
    record = CENTRAL.pack(CENTRAL_MAGIC, *entry.record[:-1], offset)
    return record + entry.name + entry.extra + entry.comment

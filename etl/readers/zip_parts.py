"""Unzips a workbook without trusting what it says of itself: every part is inflated and counted."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from etl.readers.refusal import RefusedError

MAX_UNZIPPED_BYTES = 50 * 2**20
MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 2**20
CHUNK_BYTES = 2**18
LOCAL_HEADER = struct.Struct("<4s22xHH")
END_OF_DIRECTORY = b"PK\x05\x06"

BROKEN = "ファイルが壊れているか、途中で切れています。送り主に、もう一度送ってもらってください。"
TOO_LARGE = (
    f"展開すると{MAX_UNZIPPED_BYTES // 2**20}MBを超えるため、読み込みを止めました。"
    "不要なシート・画像を消したファイルをもらってください。心当たりのない送り主なら開かないでください。"
)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive's directory. Raises RefusedError for a broken one or one with far too many entries."""
    end = (
        content.rfind(END_OF_DIRECTORY, -66_000) if len(content) > 66_000 else content.rfind(END_OF_DIRECTORY)
    )
    if end < 0 or len(content) < end + 22:
        raise RefusedError("FILE-BROKEN", BROKEN)
    entries, directory_bytes = struct.unpack_from("<HI", content, end + 10)
    if entries > MAX_ENTRIES or directory_bytes > MAX_DIRECTORY_BYTES:
        raise RefusedError(
            "FILE-TOO-LARGE", f"中に{entries:,}個以上の部品があり、読み込みを止めました。" + TOO_LARGE
        )
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        UnicodeDecodeError,
        NotImplementedError,
    ) as problem:
        raise RefusedError("FILE-BROKEN", BROKEN, value=str(problem)) from problem


def inflate(content: bytes, archive: zipfile.ZipFile, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts by name; the others are inflated too, to be counted, and let go.

    Raises RefusedError past MAX_UNZIPPED_BYTES in all, and for parts that are damaged or locked.
    """
    parts: dict[str, bytes] = {}
    names: set[str] = set()
    budget = MAX_UNZIPPED_BYTES
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise RefusedError(
                "FILE-ENCRYPTED", "パスワード付きです。パスワードを外して保存しなおしてもらってください。"
            )
        if info.filename in names:
            raise RefusedError("FILE-BROKEN", BROKEN, value=f"{info.filename} が2つあります")
        names.add(info.filename)
        try:
            size, part = inflate_part(content, info, budget, keep=is_wanted(info.filename))
        except (zlib.error, struct.error, IndexError, ValueError) as problem:
            raise RefusedError("FILE-BROKEN", BROKEN, value=f"{info.filename}: {problem}") from problem
        budget -= size
        if budget < 0:
            raise RefusedError("FILE-TOO-LARGE", TOO_LARGE, value=info.filename)
        if part is not None:
            parts[info.filename] = part
    return parts


def inflate_part(
    content: bytes, info: zipfile.ZipInfo, limit: int, *, keep: bool
) -> tuple[int, bytes | None]:
    """The true size of a part (more than `limit` when it goes past it) and its bytes if they are kept.

    Raises zlib.error, struct.error, IndexError or ValueError for a damaged one.
    """
    signature, name_bytes, extra_bytes = LOCAL_HEADER.unpack_from(content, info.header_offset)
    if signature != b"PK\x03\x04":
        raise ValueError("no local header")
    start = info.header_offset + LOCAL_HEADER.size + name_bytes + extra_bytes
    packed = memoryview(content)[start : start + info.compress_size]
    if len(packed) < info.compress_size:
        raise ValueError("cut off")
    if info.compress_type == zipfile.ZIP_STORED:
        size, checksum, chunks = len(packed), zlib.crc32(packed), [bytes(packed)]
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        size, checksum, chunks = _inflate_stream(packed, limit, keep=keep)
    else:
        raise ValueError(f"compression method {info.compress_type}")
    if size <= limit and checksum != info.CRC:
        raise ValueError("wrong checksum")
    return size, b"".join(chunks) if keep and size <= limit else None


def _inflate_stream(packed: memoryview, limit: int, *, keep: bool) -> tuple[int, int, list[bytes]]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    size, checksum = 0, 0
    chunks: list[bytes] = []
    rest: bytes | memoryview = packed
    while not stream.eof:
        chunk = stream.decompress(rest, CHUNK_BYTES)
        rest = stream.unconsumed_tail
        if not chunk and not rest and not stream.eof:
            raise ValueError("cut off")
        size += len(chunk)
        if size > limit:
            break
        checksum = zlib.crc32(chunk, checksum)
        if keep:
            chunks.append(chunk)
    return size, checksum, chunks

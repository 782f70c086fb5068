"""The one layer inside a zipped boundary file: chosen, counted while unzipped, written under a plain name."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

MAX_BYTES = 500 * 1024 * 1024
CHUNK = 1024 * 1024
PARTS_OF_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj")  # .cpg is not believed: the bytes say the encoding
SINGLE_FILES = (".geojson", ".json", ".topojson")

TOO_LARGE = (
    f"{MAX_BYTES // 1024 // 1024} MB を超えるため読みません。"
    "全国版ではなく、北海道だけの行政区域データ（N03-…_01_GML.zip）を入れてください。"
)


class BoundaryFileError(ValueError):
    """The file cannot be used; the text says in Japanese why and what to do."""


def unzip_layer(path: Path, scratch: Path, max_bytes: int = MAX_BYTES) -> Path:
    """Unzip the layer into `scratch` and return its main file.

    Names in the zip may be cp932, so the copy gets a plain one. Only the layer's own members are unzipped;
    their bytes are counted, not believed. Raises BoundaryFileError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _layer_members(archive.infolist())
            left = max_bytes
            for suffix, member in members.items():
                if member.flag_bits & 0x1:
                    raise BoundaryFileError(
                        "zip にパスワードが掛かっています。掛かっていないものを入れてください。"
                    )
                left = _extract(archive, member, scratch / f"layer{suffix}", left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BoundaryFileError(f"zip が壊れていて開けません。入手し直してください（{error}）。") from error
    return scratch / f"layer{next(iter(members))}"


def _layer_members(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The parts of a shapefile, else one GeoJSON or TopoJSON; the main file first.

    Of several the one with the shortest name: N03-20240101_01.shp before N03-20240101_01_prefecture.shp.
    """
    visible = [m for m in members if not PurePosixPath(m.filename).name.startswith(".")]
    for suffix in (".shp", *SINGLE_FILES):
        mains = [m for m in visible if m.filename.lower().endswith(suffix)]
        if not mains:
            continue
        main = min(mains, key=lambda m: (len(m.filename), m.filename))
        if suffix != ".shp":
            return {suffix: main}
        stem = main.filename[: -len(suffix)].lower()
        parts = {s: m for s in PARTS_OF_SHAPEFILE for m in visible if m.filename.lower() == stem + s}
        absent = [s for s in (".shx", ".dbf") if s not in parts]
        if absent:
            raise BoundaryFileError(
                f"zip の中に {'・'.join(absent)} がありません。配布された zip のまま入れてください。"
            )
        return parts
    raise BoundaryFileError(
        "zip の中に .shp も .geojson も .topojson もありません。国土数値情報 N03 の zip を入れてください。"
    )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, budget: int) -> int:
    """Write the member in chunks and return how many bytes may still follow."""
    if member.file_size > budget:
        raise BoundaryFileError("展開すると " + TOO_LARGE)
    with archive.open(member) as packed, target.open("wb") as plain:
        while chunk := packed.read(CHUNK):
            budget -= len(chunk)
            if budget < 0:
                raise BoundaryFileError("展開すると " + TOO_LARGE)
            plain.write(chunk)
    return budget

"""What the IT section wants to know: every native file with its hash and origin, the parts with their licences."""

import csv
import io
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.bundle.target import Target
from tools.bundle.wheels import sha256

COLUMNS = ("ファイル", "SHA-256", "大きさ（バイト）", "パッケージ", "版", "ライセンス", "署名")
SELFCHECK_LIST = "native_files.csv"
SELFCHECK_COLUMNS = ("path", "sha256", "package", "version", "licence")
LICENCE_FILES = ("licen", "copying", "notice", "authors", "copyright")
# A namespace of ours, so that the same content has the same serial number.
NAMESPACE = uuid.UUID("6f2f1d5e-8a52-4b53-9d0c-3f1f0f4f6b7a")


@dataclass(frozen=True)
class Part:
    """A package or Python itself within a bundle."""

    name: str
    version: str
    licence: str
    wheel_sha256: str | None


def read_parts(site: Path, wheels: list[Path]) -> dict[str, Part]:
    """Canonical name to part, from the metadata that the wheels brought."""
    hashes = {canonicalize_name(path.name.split("-")[0]): sha256(path) for path in wheels}
    parts: dict[str, Part] = {}
    for metadata in sorted(site.glob("*.dist-info/METADATA")):
        fields = HeaderParser().parsestr(metadata.read_text(encoding="utf-8"))
        name = canonicalize_name(fields["Name"])
        parts[name] = Part(name, fields["Version"], licence_of(fields), hashes.get(name))
    return parts


def licence_of(fields: Message) -> str:
    """The licence as the package names it: its expression, else its classifier, else the first line of its text."""
    expression = fields["License-Expression"]
    if expression:
        return str(expression)
    classifiers = fields.get_all("Classifier", [])
    named = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License :: ")]
    if named:
        return " / ".join(named)
    return str(fields["License"] or "同梱の文書による").strip().splitlines()[0]


def native_files(root: Path, target: Target) -> list[str]:
    """Each file that the operating system loads as a program, seen from the bundle's folder."""
    names = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(name for name in names if target.is_native(name) or name == "python/python3")


@dataclass(frozen=True)
class NativeFile:
    """A file that the operating system loads as a program, and the part that it came with."""

    path: str
    sha256: str
    size: int
    part: Part
    signature: str


def describe_native_files(
    root: Path,
    target: Target,
    package_of: dict[str, tuple[str, str]],
    parts: dict[str, Part],
    python: Part,
    signed: dict[str, str],
) -> list[NativeFile]:
    """Every native file of a bundle; signed: what was verified of the files of Python."""
    found = []
    for path in native_files(root, target):
        folder, _, within = path.partition("/")
        is_python = folder == "python"
        part = python if is_python else parts[canonicalize_name(package_of[within][0])]
        signature = signed.get(within, "署名なし") if is_python else "署名なし"
        file = root / path
        found.append(NativeFile(path, sha256(file), file.stat().st_size, part, signature))
    return found


def list_for_people(files: list[NativeFile]) -> bytes:
    """The list for the IT section, as CSV that Excel opens by double click: UTF-8 with a mark, CRLF."""
    rows = [
        (
            file.path,
            file.sha256,
            file.size,
            file.part.name,
            file.part.version,
            file.part.licence,
            file.signature,
        )
        for file in files
    ]
    return b"\xef\xbb\xbf" + to_csv(COLUMNS, rows)


def list_for_selfcheck(files: list[NativeFile]) -> bytes:
    """The same list as dashboard/selfcheck/native_files.py reads it."""
    rows = [(file.path, file.sha256, file.part.name, file.part.version, file.part.licence) for file in files]
    return to_csv(SELFCHECK_COLUMNS, rows)


def to_csv(columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> bytes:
    """Heading and rows as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")


def bill_of_materials(target: Target, version: str, parts: list[Part]) -> bytes:
    """The parts as CycloneDX 1.6; without a time, so that two builds are equal."""
    components = [component(part) for part in parts]
    subject = {"type": "application", "bom-ref": "kasanari", "name": "kasanari", "version": version}
    content = {"metadata": {"component": subject}, "components": components}
    serial = uuid.uuid5(NAMESPACE, target.name + json.dumps(content, sort_keys=True))
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        **content,
        "dependencies": [{"ref": "kasanari", "dependsOn": [str(item["bom-ref"]) for item in components]}],
    }
    return (json.dumps(bom, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def component(part: Part) -> dict[str, object]:
    """A part as CycloneDX writes it."""
    is_python = part.name == "python"
    reference = f"pkg:generic/python@{part.version}" if is_python else f"pkg:pypi/{part.name}@{part.version}"
    entry: dict[str, object] = {
        "type": "application" if is_python else "library",
        "bom-ref": reference,
        "name": part.name,
        "version": part.version,
        "purl": reference,
        "licenses": [{"license": {"name": part.licence}}],
    }
    if part.wheel_sha256:
        entry["hashes"] = [{"alg": "SHA-256", "content": part.wheel_sha256}]
    return entry


def gather_licences(root: Path, site: Path) -> bytes:
    """The text of every licence within the packages, one after the other, each under where it stands."""
    rule = "=" * 100
    texts = []
    for path in sorted(site.rglob("*"), key=lambda path: path.relative_to(site).as_posix()):
        looks = any(word in path.name.lower() for word in LICENCE_FILES)
        if (
            path.is_file()
            and looks
            and path.suffix.lower() in {"", ".txt", ".md", ".rst", ".apache", ".bsd", ".mit"}
        ):
            texts.append(
                f"{rule}\n{path.relative_to(root).as_posix()}\n{rule}\n\n{path.read_text(encoding='utf-8', errors='replace')}\n"
            )
    return "\n".join(texts).replace("\r\n", "\n").encode("utf-8")

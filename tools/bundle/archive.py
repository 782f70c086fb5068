"""A folder as one archive, the same bytes for the same content."""

import io
import tarfile
import zipfile
from pathlib import Path

from tools.bundle.target import FOLDER

# The first day that a zip can tell; a real one would make two builds differ.
EPOCH = (1980, 1, 1, 0, 0, 0)
EPOCH_SECONDS = 315532800
UNIX = 3
PROGRAM, DOCUMENT = 0o755, 0o644


def files_of(root: Path) -> list[tuple[str, Path, int]]:
    """Name below the folder, file and rights of each file, in the order of the names."""
    files = ((file.relative_to(root).as_posix(), file) for file in root.rglob("*") if file.is_file())
    return [(name, file, PROGRAM if is_program(name) else DOCUMENT) for name, file in sorted(files)]


def is_program(name: str) -> bool:
    """Whether Linux is to run a file by its name."""
    return name.endswith(".sh") or name == "python/python3"


def write_zip(root: Path, path: Path) -> None:
    """For Windows, which opens no other kind of archive by itself on every PC."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, file, rights in files_of(root):
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            info.external_attr = (0o100000 | rights) << 16
            archive.writestr(info, file.read_bytes())


def write_tar(root: Path, path: Path) -> None:
    """For Linux: keeps the rights wherever it is unpacked. Preset 6 takes thrice the time for a tenth less."""
    with tarfile.open(path, "w:xz", preset=3, format=tarfile.PAX_FORMAT) as archive:
        for name, file, rights in files_of(root):
            content = file.read_bytes()
            info = tarfile.TarInfo(f"{FOLDER}/{name}")
            info.size, info.mode, info.mtime = len(content), rights, EPOCH_SECONDS
            archive.addfile(info, io.BytesIO(content))

"""A folder as one zip, the same bytes for the same content, and what in it weighs most."""

import zipfile
from collections import Counter
from pathlib import Path

from tools.bundle.target import FOLDER

# The first day that a zip can tell; a real one would make two builds differ.
EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3


def write_zip(root: Path, path: Path) -> Counter[str]:
    """Write the files in the order of their names; returns the bytes of each part of the folder within the zip."""
    weights: Counter[str] = Counter()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(root.rglob("*"), key=lambda file: file.relative_to(root).as_posix()):
            if file.is_dir():
                continue
            name = file.relative_to(root).as_posix()
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = UNIX
            is_program = name.endswith(".sh") or name == "python/python3"
            info.external_attr = (0o100755 if is_program else 0o100644) << 16
            archive.writestr(info, file.read_bytes())
            weights["/".join(name.split("/")[:2])] += archive.getinfo(info.filename).compress_size
    return weights

"""`python -m dashboard.selfcheck.loading`: loads native modules one by one and says which of them cannot be.

Each is named before it is tried, so that one that ends the process is known too.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

PROGRAM = "kasanari"
# The system has loaded the file: it wants to be met by way of another module, or is a library that Python code opens.
LOADED_ALL_THE_SAME = ("partially initialized", "does not define module export function")
NOT_OURS = ("test", "_test", "conftest")


def main(names: list[str]) -> int:
    """names: modules to load instead of all."""
    for name, path in ((name, "") for name in names) if names else native_modules():
        _say("try", name, path)
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name == name or not names:  # wants a package that we do not carry
                _say("absent", name, path)
                continue
            _say("failed", name, path or error.path or "", _words(error))
        except (ImportError, OSError) as error:
            if any(words in str(error) for words in LOADED_ALL_THE_SAME):
                _say("loaded", name, path)
                continue
            _say("failed", name, getattr(error, "path", None) or path, _words(error))
        else:
            _say("loaded", name, path)
    return 0


def native_modules() -> Iterator[tuple[str, str]]:
    """Name and file of every extension module that the program needs, directly or by way of others."""
    for package in _packages():
        for file in importlib.metadata.files(package) or []:
            suffix = next((end for end in EXTENSION_SUFFIXES if file.name.endswith(end)), None)
            if suffix is None or file.parts[0].endswith(".libs"):
                continue
            parts = (*file.parts[:-1], file.name.removesuffix(suffix))
            if not any(part.startswith(NOT_OURS) or part.endswith(NOT_OURS) for part in parts):
                yield ".".join(parts), str(Path(str(file.locate())))


def _packages() -> list[str]:
    """What the program requires and that requires; where it is carried without its own metadata, all that is carried."""
    carried = {_plain(str(one.metadata["Name"])) for one in importlib.metadata.distributions()}
    if PROGRAM not in carried:
        return sorted(carried)
    found, asked = set[str](), [PROGRAM]
    while asked:
        package = asked.pop()
        if package in found or package not in carried:
            continue
        found.add(package)
        wanted = importlib.metadata.requires(package) or []
        asked += [_plain(re.split(r"[^\w.-]", one, maxsplit=1)[0]) for one in wanted if "extra ==" not in one]
    return sorted(found)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _words(error: Exception) -> str:
    return " ".join(str(error).split())


def _say(*fields: str) -> None:
    sys.stdout.buffer.write(("\t".join(fields) + "\n").encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

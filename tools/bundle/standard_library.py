"""Hold the standard library of CPython's embeddable build, which nobody signed, against that of this machine."""

import marshal
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

HEADER_BYTES = 16


@dataclass(frozen=True)
class Comparison:
    """Modules by what came of the comparison; `versions` are those of the archive's Python and of this machine's."""

    versions: tuple[str, str]
    same: tuple[str, ...]
    different: tuple[str, ...]
    only_there: tuple[str, ...]

    @property
    def is_of_one_release(self) -> bool:
        """Whether both are the same release, so that nothing may differ."""
        return self.versions[0] == self.versions[1]


def running_release() -> str:
    """The release of the Python that runs this."""
    return ".".join(map(str, sys.version_info[:3]))


def compare(archive: Path, version: str) -> Comparison | None:
    """Compile this machine's sources as CPython's release did and compare; None where the bytecode is of another minor version."""
    running = running_release()
    if version.split(".")[:2] != running.split(".")[:2]:
        return None
    library = Path(sysconfig.get_path("stdlib"))
    same: list[str] = []
    different: list[str] = []
    only_there: list[str] = []
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(opened.namelist()):
            if not name.endswith(".pyc"):
                continue
            source = library / name[:-1]
            if not source.exists():
                only_there.append(name)
                continue
            theirs = marshal.loads(opened.read(name)[HEADER_BYTES:])
            # the release is compiled without asserts and docstrings
            ours = compile(source.read_bytes(), theirs.co_filename, "exec", dont_inherit=True, optimize=2)
            (same if meaning(ours) == meaning(theirs) else different).append(name)
    return Comparison((version, running), tuple(same), tuple(different), tuple(only_there))


def meaning(code: CodeType) -> tuple[object, ...]:
    """All that a code object does, in a form that compares by value; the order within a frozenset means nothing."""
    return (
        code.co_code,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_flags,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_linetable,
        code.co_exceptiontable,
        code.co_qualname,
        tuple(meaning_of_constant(constant) for constant in code.co_consts),
    )


def meaning_of_constant(constant: object) -> object:
    """A constant by value and type; 1, 1.0 and True are three."""
    if isinstance(constant, CodeType):
        return meaning(constant)
    if isinstance(constant, frozenset):
        return ("frozenset", tuple(sorted(map(repr, constant))))
    return repr(constant)

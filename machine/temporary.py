"""Temporary folders that bear the number of their process, so that those of one that was ended are found and deleted."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

OURS = re.compile(r"kasanari-(\d+)-")


def prefix() -> str:
    """Of the names of temporary folders: kasanari-4711-."""
    return f"kasanari-{os.getpid()}-"


def delete_left() -> int:
    """Delete what processes left that were ended in the middle: answers and contacts of municipalities. How many."""
    import psutil  # native, and so what application control may block

    deleted = 0
    for folder in Path(tempfile.gettempdir()).iterdir():
        named = OURS.match(folder.name)
        if named and folder.is_dir() and not folder.is_symlink() and not psutil.pid_exists(int(named[1])):
            shutil.rmtree(folder, ignore_errors=True)  # of another account: it stays
            deleted += not folder.exists()
    return deleted

"""`python -m dashboard`: serve the pages on this machine only; `python -m dashboard letters …` and the like."""

from __future__ import annotations

import os
import sys

from dashboard.selfcheck import native_files, startup


def main(arguments: list[str] | None = None) -> int:
    """Run the command. 0 done, 1 refused with the reason, 2 wrong usage."""
    try:
        from dashboard.cli.main import main as run_command

        return run_command(arguments)
    except ImportError as error:  # application control may block a native file of any package
        if not native_files.is_native(error):
            raise
        asked = sys.argv[1:] if arguments is None else arguments
        return startup.refused(error, asked_for_all="selfcheck" in asked)


if __name__ == "__main__":
    # answers, contact persons and records are for their owner alone; on Windows the folder says so (machine/file_rights.py)
    os.umask(0o077)
    raise SystemExit(main())

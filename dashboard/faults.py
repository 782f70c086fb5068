"""Faults that nobody foresaw: a short number for whoever meets one to tell, under which the log has the trace."""

from __future__ import annotations

import logging
import traceback
import zlib

from dashboard import clock

log = logging.getLogger(__name__)


def note(what: str, error: BaseException) -> str:
    """Log a fault with its trace; its number. The same fault has the same number: two who tell of it are seen to mean one."""
    number = number_of_trace("".join(_where(error)))
    log.error("fault %s, %s: %s", number, clock.now().isoformat(timespec="seconds"), what, exc_info=error)
    return number


def number_of_trace(trace: str) -> str:
    """Six digits in two groups that can be told on the telephone: 481-207."""
    digits = f"{zlib.crc32(trace.encode()) % 1_000_000:06d}"
    return f"{digits[:3]}-{digits[3:]}"


def told(number: str) -> str:
    """Whom to tell, and the number."""
    return f"管理する人に、不具合の番号「{number}」を伝えてください。"


def _where(error: BaseException) -> list[str]:
    """What was raised and where, also of what it followed from; not the words, which differ from time to time."""
    places = [f"{frame.name}:{frame.lineno} " for frame in traceback.extract_tb(error.__traceback__)]
    earlier = _where(error.__cause__) if error.__cause__ is not None else []
    return [*earlier, type(error).__qualname__, *places]

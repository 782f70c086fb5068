"""Answers of the warehouse that are remembered, bounded by their bytes, the questions included."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

import pandas as pd

MOST_BYTES = 32_000_000
# Of a frame and of its place in the cache, besides its columns.
BYTES_OF_THE_REST = 2_000


class SizedAnswer(NamedTuple):
    """A frame, and the bytes that it and its question take."""

    frame: pd.DataFrame
    bytes: int


class AnswerCache:
    """Frames by their questions; those that were asked for longest ago go where there are too many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, SizedAnswer] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def held_bytes(self) -> int:
        return self._bytes

    def get(self, key: Hashable) -> pd.DataFrame | None:
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            return found.frame

    def put(self, key: Hashable, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with each text kept once: DuckDB makes one for every cell, and most are names and codes."""
        texts = _share(frame)
        columns = int(frame.memory_usage(index=True, deep=False).sum())
        answer = SizedAnswer(frame, columns + texts + 2 * len(repr(key)) + BYTES_OF_THE_REST)
        with self._lock:
            if (before := self._answers.pop(key, None)) is not None:
                self._bytes -= before.bytes
            self._answers[key] = answer
            self._bytes += answer.bytes
            while self._bytes > self.most_bytes:
                self._bytes -= self._answers.popitem(last=False)[1].bytes
        return frame


def _share(frame: pd.DataFrame) -> int:
    """Keep each text of a column once; the bytes of the texts."""
    size = 0
    for column, kind in frame.dtypes.items():
        if kind != "str":
            continue
        kept: dict[str, str] = {}
        frame[column] = frame[column].map(
            lambda text, kept=kept: kept.setdefault(text, text), na_action="ignore"
        )
        size += sum(map(sys.getsizeof, kept))
    return size

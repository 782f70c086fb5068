"""A number of values that are kept by what they are of, those that were used last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class LruCache(Generic[Value]):
    """The values that were used last; a missing one is computed by one thread, others wait for it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._lock = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Lock] = {}
        self._values: OrderedDict[tuple[object, ...], Value] = OrderedDict()

    def peek(self, key: tuple[object, ...]) -> Value | None:
        """The value if it is there already, without waiting for one that is being computed."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def get(self, key: tuple[object, ...], make: Callable[[], Value]) -> Value:
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        try:
            with making:
                value = self.peek(key)
                if value is None:
                    value = make()
                    with self._lock:
                        self._values[key] = value
                        if len(self._values) > self._number:
                            self._values.popitem(last=False)
        finally:  # what cannot be made leaves nothing behind either
            with self._lock:
                self._making.pop(key, None)
        return value

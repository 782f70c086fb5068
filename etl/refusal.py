"""The one kind of error that a command tells people about, in their language, instead of failing."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is no fault of the program
    """Nothing was done; the message says why, in Japanese. Some carry `findings` that say where."""

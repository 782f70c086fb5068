"""Controls whose values stand in the address: the browser writes and draws them (assets/address.js), no callback does."""

from __future__ import annotations

from typing import Any

AGREED = "data-agreed"


def agreed(value: object) -> dict[str, Any]:
    """Properties of a control as the server first makes it: its value, which is that of the address."""
    return {"value": value, AGREED: value}


def meaning(search: str | None, **controls: dict[str, Any]) -> dict[str, Any]:
    """What an address means, for kasanariAddress.show: by id of a control its `value`, and its choices as `data`.

    The browser draws it while its address is still this one, in controls in which nobody has chosen since.
    """
    return {"search": search or "", "controls": controls}

"""Which findings say that a file which was registered or received is not in the data: one rule for etl and dashboard."""

from __future__ import annotations

# Missing, changed, of an unknown form; of the register (SRC-): missing, changed, its line unreadable.
OF_RETURNS = ("RETURN-MISSING", "RETURN-CHANGED", "FORM-UNKNOWN")
OF_REGISTER = "SRC-"


def tells_of_one(rule: str, severity: str) -> bool:
    return severity == "error" and (rule in OF_RETURNS or rule.startswith(OF_REGISTER))

"""The kinds of files that `etl add` registers."""

from __future__ import annotations

# kind → (folder under data/raw, the column that stands for the row)
KINDS: dict[str, tuple[str, str]] = {
    "status_list": ("status", "status"),
    "status_announcement": ("status", "status"),
    "published_totals": ("status", "value"),
    "figures": ("reference", "value"),
    "national_counts": ("reference", "municipalities"),
    "corrections": ("corrections", "to"),
    "activities": ("activities", "title"),
    "attendance": ("activities", "persons"),
    "road_times": ("planning", "minutes"),
}

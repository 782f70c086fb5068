"""Were planned starts kept? What the plans on record lead to if they hold, and if they slip as plans did so far.

The unit is the first plan that a town stated, so that a town that moves its plan each year counts once. Plans of
which nothing is known afterwards are neither kept nor slipped: they only widen the bounds.

Delay is estimated as in survival analysis (Kaplan & Meier 1958): of the plans still open k years after the planned
year, which share began in that year. A plan known only not to have begun before some year leaves the sample there;
a withdrawn plan stays in it and never begins. Each yearly share has Jeffreys' Beta(½, ½) prior (Brown, Cai &
DasGupta 2001); the line is the mean of that model, the band adds chance in each town, drawn with a fixed seed.
A plan whose year has passed without news is none that holds: it stands apart, and begins, if at all, from now on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

OUTCOMES = ("kept", "slipped", "undated", "withdrawn", "not_due", "unknown")
RESOLVED = ("kept", "slipped", "undated", "withdrawn")
FEWEST_CASES = 10
FEW_CASES = 30
COVERAGE = 0.8
DRAWS = 4000
SEED = 106
YEARS_AHEAD = 1


@dataclass(frozen=True)
class SlippageRecord:
    """How first plans ended: `counts` by outcome; the share kept of those resolved, with its interval.

    `lowest`, `highest`: the share kept if every unknown one had slipped, or had been kept. None without cases.
    """

    counts: dict[str, int]
    share: float | None
    low: float | None
    high: float | None
    lowest: float | None
    highest: float | None

    @property
    def resolved(self) -> int:
        return sum(self.counts[outcome] for outcome in RESOLVED)

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to reckon with the slips so far."""
        return self.resolved >= FEWEST_CASES

    @property
    def is_few(self) -> bool:
        return self.resolved < FEW_CASES


def record(plans: pd.DataFrame) -> SlippageRecord:
    """plans: one row per statement with is_first, outcome (mart_plan)."""
    first = plans[plans["is_first"].astype(bool)]
    found = first["outcome"].value_counts()
    counts = {outcome: int(found.get(outcome, 0)) for outcome in OUTCOMES}
    resolved = sum(counts[outcome] for outcome in RESOLVED)
    if not resolved:
        return SlippageRecord(counts, None, None, None, None, None)
    kept, due = counts["kept"], resolved + counts["unknown"]
    low, high = interval(kept, resolved)
    return SlippageRecord(counts, kept / resolved, low, high, kept / due, (kept + counts["unknown"]) / due)


def interval(part: int, whole: int, coverage: float = COVERAGE) -> tuple[float, float]:
    """Jeffreys interval of a share; closed at 0 and 1 where no case, or every case, was one."""
    tail = (1 - coverage) / 2
    # beta.ppf without scipy.stats, which takes 22 MB of the server's memory; here for the 9 MB of scipy.special
    from scipy.special import betaincinv

    low = 0.0 if part == 0 else float(betaincinv(part + 0.5, whole - part + 0.5, tail))
    high = 1.0 if part == whole else float(betaincinv(part + 0.5, whole - part + 0.5, 1 - tail))
    return low, high


def delays(plans: pd.DataFrame) -> pd.DataFrame:
    """One row per delay k = 0, 1, … years: at_risk (plans open then), began, share begun within k years (Kaplan–Meier).

    plans: is_first, outcome, slip_years, slip_is_minimum. No row without a resolved first plan.
    """
    first = plans[plans["is_first"].astype(bool) & plans["outcome"].isin(RESOLVED)]
    cases = [_case(row) for row in first.itertuples()]
    last = max((delay if began else left - 1 for delay, left, began in cases if left is not None), default=0)
    rows: list[dict[str, float]] = []
    open_share = 1.0
    for delay in range(last + 1) if cases else ():
        at_risk = sum(
            1 for at, left, began in cases if (left is None or left > delay) and (not began or at >= delay)
        )
        starts = sum(1 for at, _, began in cases if began and at == delay)
        open_share *= 1 - starts / at_risk if at_risk else 1.0
        rows.append({"delay": delay, "at_risk": at_risk, "began": starts, "share": 1 - open_share})
    frame = pd.DataFrame(rows, columns=["delay", "at_risk", "began", "share"])
    return frame.astype({"delay": int, "at_risk": int, "began": int, "share": float})


def pending(implementing: pd.DataFrame, plans: pd.DataFrame, newest: int) -> pd.DataFrame:
    """The plans that still lie ahead: current, and of a town that does not implement in the newest year."""
    at_work = implementing.loc[implementing["fiscal_year"] == newest, "municipality_code"]
    return plans[plans["is_current"].astype(bool) & ~plans["municipality_code"].isin(at_work)]


def overdue(pending_plans: pd.DataFrame, this_year: int) -> pd.DataFrame:
    """Of the plans that stand those whose year has passed without news; the rest is still to come."""
    return pending_plans[pending_plans["planned_start"] < this_year]


def scenarios(
    implementing: pd.DataFrame,
    plans: pd.DataFrame,
    all_plans: pd.DataFrame,
    years_known: tuple[int, int],
    last_year: int,
    this_year: int,
) -> pd.DataFrame:
    """One row per fiscal year: known (implementing), hold (with the plans whose year is to come), overdue (plans whose
    year has passed by then without news: in no line); middle, low, high (if plans go as they did so far: the mean and
    80 % of one model); lowest, highest (the same if nothing, or everything, that is unknown had begun).

    implementing: municipality_code, fiscal_year, one row per year in which a town implements: one that ended or
    vanished from the lists leaves the count. After the newest of `years_known` (first, newest) who implements then
    goes on. plans: municipality_code, planned_start, is_current. all_plans: of which the experience is taken; with too
    few resolved ones middle, low and high are missing. this_year: in which we are.
    """
    first_year, newest = years_known
    by_year = implementing.groupby("fiscal_year")["municipality_code"].nunique()
    standing = pending(implementing, plans, newest)
    late = overdue(standing, this_year)["planned_start"].to_numpy(dtype=np.int64)
    due = standing["planned_start"].to_numpy(dtype=np.int64)
    due = due[due >= this_year]
    years = np.arange(first_year, last_year + 1)
    known = by_year.reindex(np.minimum(years, newest), fill_value=0).to_numpy(dtype=np.int64)
    frame = pd.DataFrame({"fiscal_year": years, "known": known})
    frame["hold"] = known + np.array([(due <= year).sum() for year in years], dtype=np.int64)
    frame["overdue"] = np.array([(late <= year).sum() for year in years], dtype=np.int64)
    everything = (frame["hold"] + frame["overdue"]).to_numpy()
    if not record(all_plans).is_enough:
        return frame.assign(middle=np.nan, low=np.nan, high=np.nan, lowest=known, highest=everything)
    both = np.concatenate([due, late])
    since = np.concatenate(
        [due, np.full(len(late), this_year)]
    )  # a plan that has waited may begin from now on
    experience = delays(all_plans)
    low, high = _interval(experience, both, since, years)
    lowest, _ = _interval(delays(_as_if(all_plans, this_year, has_begun=False)), both, since, years)
    _, highest = _interval(delays(_as_if(all_plans, this_year, has_begun=True)), due, due, years)
    return frame.assign(
        middle=known + np.array([_begun(experience, both, since, int(year)).sum() for year in years]),
        low=known + low,
        high=known + high,
        lowest=known + np.minimum(low, lowest),
        highest=np.maximum(known + high, known + frame["overdue"].to_numpy() + highest),
    )


def outlook(
    years: pd.DataFrame,
    labels: pd.DataFrame,
    implementing: pd.DataFrame,
    plans: pd.DataFrame,
    all_plans: pd.DataFrame,
    this_year: int,
) -> pd.DataFrame:
    """`scenarios` to a year past the last plan, with short_label, label_ja, is_complete; known is missing after the
    newest year of which something is known.

    years: fiscal_year, implementers_complete; labels: fiscal_year, short_label, label_ja; all_plans: those of all
    towns, of which the experience of slipping is taken.
    """
    newest = int(years["fiscal_year"].max())
    last = max(newest, int(plans["planned_start"].max() if len(plans) else newest)) + YEARS_AHEAD
    spanned = (int(years["fiscal_year"].min()), newest)
    rows = scenarios(implementing, plans, all_plans, spanned, last, this_year)
    rows = rows.merge(labels, on="fiscal_year", how="left")
    complete = set(years[years["implementers_complete"].astype(bool)]["fiscal_year"])
    rows["is_complete"] = rows["fiscal_year"].isin(complete)
    rows["known"] = rows["known"].astype("Float64").mask(rows["fiscal_year"] > newest)
    return rows


def _as_if(plans: pd.DataFrame, this_year: int, *, has_begun: bool) -> pd.DataFrame:
    """The plans as they would be if all of which nothing is known had begun in their year, or not yet.

    Only those that begin announce themselves: what is silent is more often late, but nobody knows how much more often.
    """
    silent = plans["outcome"].eq("unknown")
    waited = (this_year - plans["planned_start"]).clip(lower=1)
    return plans.assign(
        outcome=plans["outcome"].mask(silent, "kept" if has_begun else "slipped"),
        slip_years=plans["slip_years"].mask(silent, 0 if has_begun else waited),
        slip_is_minimum=plans["slip_is_minimum"].mask(silent, not has_begun),
    )


def _case(row: object) -> tuple[int, int | None, bool]:
    """Delay of the start, from which delay on nothing is known (None: never), and whether it began."""
    outcome = str(row.outcome)  # type: ignore[attr-defined]
    slip = row.slip_years  # type: ignore[attr-defined]
    if outcome == "withdrawn":
        return 0, None, False
    if outcome == "undated":
        return 0, 1, False
    if outcome == "slipped" and bool(row.slip_is_minimum):  # type: ignore[attr-defined]
        return 0, max(int(slip), 1), False
    delay = max(int(slip), 0)
    return delay, delay + 1, True


def _begun(
    experience: pd.DataFrame, due: NDArray[np.int64], since: NDArray[np.int64], year: int
) -> NDArray[np.float64]:
    """By plan the mean chance to have begun by a year, of one that has not begun before `since`."""
    stays = 1 - (experience["began"].to_numpy() + 0.5) / (experience["at_risk"].to_numpy() + 1)
    open_ = np.concatenate(
        [[1.0], np.cumprod(stays)]
    )  # after so many years; past what was ever seen nobody more begins
    after, before = (np.clip(at - due, 0, len(stays)) for at in (np.maximum(year + 1, since), since))
    return np.asarray(1 - open_[after] / open_[before])


def _interval(
    experience: pd.DataFrame, due: NDArray[np.int64], since: NDArray[np.int64], years: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts by year between which 80 % of the draws lie: the yearly shares, then each town by chance, the same all years."""
    generator = np.random.default_rng(SEED)
    at_risk, began = experience["at_risk"].to_numpy(), experience["began"].to_numpy()
    hazards = generator.beta(began + 0.5, at_risk - began + 0.5, size=(DRAWS, len(experience)))
    open_ = np.concatenate([np.ones((DRAWS, 1)), np.cumprod(1 - hazards, axis=1)], axis=1)
    luck = generator.random((DRAWS, len(due)))
    before = open_[:, np.clip(since - due, 0, len(experience))]
    starts = np.zeros((DRAWS, len(years)), dtype=np.int64)
    for place, year in enumerate(years):
        after = open_[:, np.clip(np.maximum(year + 1, since) - due, 0, len(experience))]
        starts[:, place] = (luck * before < before - after).sum(axis=1)
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(starts, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return low, high

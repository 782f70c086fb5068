"""The rate of implementing municipalities by year: 北海道 beside 全国; what is incomplete or planned is hollow."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words

SCOPES = {
    "national": ("全国", theme.GREY_600, "square", "square-open", "top left"),
    "hokkaido": ("北海道", theme.BLUE_900, "circle", "circle-open", "bottom center"),
}


def figure(rollout: pd.DataFrame, fiscal_year: int, place: str = "北海道") -> go.Figure:
    """rollout: one row per fiscal year and scope (hokkaido, national) with implementing, denominator, rate_pct,
    is_complete, is_plan, is_synthetic, short_label, label_ja. place: what the rows of hokkaido are of. The line is dashed up to a point that is not settled.
    """
    picture = FigureSketch()
    years = sorted(rollout["fiscal_year"].unique())
    labels = rollout.drop_duplicates("fiscal_year").set_index("fiscal_year")["short_label"]
    for scope, (name, colour, closed, open_, side) in SCOPES.items():
        name = place if scope == "hokkaido" else name
        rows = rollout[rollout["scope"] == scope].sort_values("fiscal_year")
        if rows.empty:
            continue
        settled = rows["is_complete"].astype(bool) & ~rows["is_plan"].astype(bool)
        x, y = rows["fiscal_year"].tolist(), rows["rate_pct"].tolist()
        firm = int(settled.cumprod().sum())
        for start, end, dash in ((0, firm, "solid"), (max(firm - 1, 0), len(x), "dot")):
            picture.add_scatter(
                x=x[start:end],
                y=y[start:end],
                mode="lines",
                line={"color": colour, "width": 2.5 if scope == "hokkaido" else 2, "dash": dash},
                hoverinfo="skip",
            )
        picture.add_scatter(
            x=x,
            y=y,
            mode="markers+text",
            name=name,
            marker={
                "symbol": [closed if sure else open_ for sure in settled],
                "size": 8,
                "color": colour,
                "line": {"color": colour, "width": 2},
            },
            text=[_label(row) for row in rows.itertuples()],
            textposition=side,
            textfont={"size": 11, "color": theme.INK},
            customdata=[_hover_text(name, row) for row in rows.itertuples()],
            hovertemplate="%{customdata}<extra></extra>",
            cliponaxis=False,
        )
        picture.add_annotation(
            x=x[-1],
            y=y[-1],
            text=f"<b>{name}</b>",
            xanchor="left",
            xshift=8,
            yshift=7 if scope == "hokkaido" else 0,
            showarrow=False,
            font={"size": 12, "color": colour},
        )
    top = float(rollout["rate_pct"].max())
    picture.update_layout(
        theme.plot(
            margin={"l": 30, "r": 52, "t": 18, "b": 20},
            xaxis={
                "range": [years[0] - 0.35, years[-1] + 0.25],
                "tickvals": years,
                "ticktext": [
                    f"<b>{labels[year]}</b>" if year == fiscal_year else str(labels[year]) for year in years
                ],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            yaxis={
                "range": [-0.18 * top, top * 1.12],
                "ticksuffix": "%",
                "nticks": 4,
                "fixedrange": True,
                "gridcolor": theme.GREY_200,
                "zerolinecolor": theme.GREY_600,
                "tick0": 0,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            hovermode="closest",
            shapes=[_band(fiscal_year)],
        )
    )
    return picture.figure()


def _label(row: object) -> str:
    return words.decimal(row.rate_pct, 1) if row.is_complete else f"({words.decimal(row.rate_pct, 1)})"  # type: ignore[attr-defined]


def _hover_text(name: str, row: object) -> str:
    lines = [f"<b>{name}　{row.label_ja}（{row.western_label}）</b>"]  # type: ignore[attr-defined]
    towns = "市区町村" if row.scope == "national" else "市町村"  # type: ignore[attr-defined]
    share = f"{words.count(row.implementing)} ／ {words.count(row.denominator)} {towns}"  # type: ignore[attr-defined]
    if row.is_complete:  # type: ignore[attr-defined]
        lines.append(f"{share}（{words.decimal(row.rate_pct, 1)}％）")  # type: ignore[attr-defined]
    else:
        lines.append(f"{words.KNOWN_SO_FAR}で {share}（{words.decimal(row.rate_pct, 1)}％）")  # type: ignore[attr-defined]
        lines.append("公表された合計はありません")
    if row.is_plan:  # type: ignore[attr-defined]
        lines.append("予定の数")
    if row.is_synthetic:  # type: ignore[attr-defined]
        lines.append(words.SYNTHETIC)
    return "<br>".join(lines)


def _band(year: int) -> dict[str, object]:
    """A pale band behind the year that the page shows."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": year - 0.3,
        "x1": year + 0.3,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.BLUE_50,
        "line": {"width": 0},
        "layer": "below",
    }

"""The page that a user would build instead: Streamlit, the same warehouse, shapes, colours and 年度.

Run by tests/benchmarks/twin.py in a virtual environment of its own. Everything that Streamlit can keep is kept
(cache_resource, cache_data); there is nothing on the page but the choice of the year and the map.
"""

import json
import os

import duckdb
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

FILLS = ["#0017C1", "#3460FB", "#C5D7FB", "#F1F1F4", "#FFFFFF"]
INK = "#767676"


@st.cache_resource
def warehouse() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(os.environ["KASANARI_WAREHOUSE"], read_only=True)


@st.cache_data
def shapes() -> dict:
    rows = (
        warehouse()
        .cursor()
        .execute(
            "select municipality_code, geojson from core_boundary where kind = 'municipality' order by 1"
        )
    )
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": json.loads(text)}
        for code, text in rows.fetchall()
    ]
    return {"type": "FeatureCollection", "features": features}


@st.cache_data
def years() -> dict[str, int]:
    rows = (
        warehouse()
        .cursor()
        .execute("select label_ja, fiscal_year from mart_year_coverage order by 2")
        .fetchall()
    )
    return dict(rows)


@st.cache_data
def towns(year: int) -> pd.DataFrame:
    return (
        warehouse()
        .cursor()
        .execute(
            """
            select y.municipality_code, m.name, g.sort_order, s.label_ja as status
            from mart_status_by_year as y
            inner join codes_municipality as m on m.code = y.municipality_code
            inner join codes_status as s on s.code = y.status_code
            inner join codes_status_group as g on g.code = y.group_code
            where y.fiscal_year = ? order by 1
            """,
            [year],
        )
        .df()
    )


st.set_page_config(layout="wide")
st.title("重層的支援体制整備事業")
labels = years()
label = st.selectbox("年度", list(labels), index=list(labels.values()).index(2023))
frame = towns(labels[label])
steps = [[(place + side) / 5, fill] for place, fill in enumerate(FILLS) for side in (0, 1)]
figure = go.Figure(
    go.Choropleth(
        geojson=shapes(),
        locations=frame["municipality_code"].tolist(),
        z=frame["sort_order"].tolist(),
        zmin=0.5,
        zmax=5.5,
        colorscale=steps,
        showscale=False,
        text=(frame["name"] + "<br>" + frame["status"]).tolist(),
        marker={"line": {"color": INK, "width": 0.6}},
        hovertemplate="%{text}<extra></extra>",
    )
)
figure.update_geos(fitbounds="locations", visible=False, projection_type="mercator")
figure.update_layout(height=560, margin={"l": 0, "r": 0, "t": 0, "b": 0})
# Without this plotly.js asks a server on the internet for the outlines of the world, and draws nothing until it answers.
st.plotly_chart(figure, theme=None, config={"topojsonURL": "/app/static/topojson/"})

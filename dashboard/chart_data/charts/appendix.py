"""Appendix of a deck: what its words mean, what it rests on, which municipalities its numbers count."""

from __future__ import annotations

from dashboard.chart_data.chart import Chart, SlideRequest
from dashboard.export.deck import slide_appendix
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.queries import overview


def definitions(request: SlideRequest, stage: Stage) -> Slide:
    return slide_appendix.definitions(request.data, overview.statuses(request.reader), stage)


def sources(request: SlideRequest, stage: Stage) -> Slide:
    files = overview.files_behind(request.reader, request.year, request.codes)
    return slide_appendix.sources(request.data, files, stage)


def towns(request: SlideRequest, stage: Stage) -> Slide:
    return slide_appendix.towns(request.data, stage)


DEFINITIONS = Chart(slide_appendix.DEFINITIONS, "言葉の定義", slide=definitions)
SOURCES = Chart(slide_appendix.SOURCES, "出典と時点", slide=sources)
TOWNS = Chart(slide_appendix.TOWNS, "数に含まれる市町村", slide=towns)

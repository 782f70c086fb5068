"""Cover and summary of a deck."""

from __future__ import annotations

from dashboard.chart_data.chart import Chart, SlideRequest
from dashboard.export.deck import slide_words
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.queries import overview


def cover(request: SlideRequest, stage: Stage) -> Slide:
    return slide_words.cover(request.data, overview.rollout(request.reader), stage)


def summary(request: SlideRequest, stage: Stage) -> Slide:
    return slide_words.summary(request.data, overview.rollout(request.reader), stage)


COVER = Chart(slide_words.COVER, "表紙", slide=cover)
SUMMARY = Chart(slide_words.SUMMARY, "概要", slide=summary)

"""A deck of an earlier version of the program, whose sentences were put otherwise, has no errors for that."""

from __future__ import annotations

import pytest

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import frame, slide_words, template
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Part
from dashboard.slides import errata, make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader


def title_of_an_earlier_version(data: DeckData, _rollout: object) -> tuple[Part, ...]:
    number, total = len(data.codes("implementing")), len(data.towns)
    return (
        "実施市町村の数は",
        frame.count("group.implementing", number),
        "、率は",
        *frame.share("share.implementing", number, total),
    )


def test_a_title_put_otherwise_is_an_error_only_where_its_numbers_are(
    reader: Reader, later: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(slide_words, "_title", title_of_an_earlier_version)
        deck = make.build_deck(reader, [Wanted("summary", Scope(2023))], template.load_template()).content
    found = errata.verify(reader, deck, "前の版の資料.pptx")
    assert found.errata == ()
    assert [(one.written, one.right) for one in found.titles] == [
        ("実施市町村の数は10、率は5.6％", "令和5年度の実施は10市町村、率は全国の約半分")
    ]
    wrong = [one for one in errata.verify(later, deck, "前の版の資料.pptx").errata if one.place == "見出し"]
    assert [one.written for one in wrong] == ["実施市町村の数は10、率は5.6％"]

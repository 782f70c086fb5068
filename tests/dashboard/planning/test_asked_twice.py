"""Questions that another form asks already are found by what somebody said, else by their words."""

from dashboard.planning.asked_twice import asked_twice, likeness

OURS = [
    {"id": "start_year", "wording": "実施を始めた年度、または始める予定の年度"},
    {"id": "plan_goals", "wording": "実施計画に定めた目標"},
    {"id": "comments", "wording": "道への意見・要望、検討の経過など"},
]


def test_a_question_that_somebody_named_is_the_same_however_it_is_worded() -> None:
    known = [{"wording": "今後の見込み", "question_ids": "status start_year"}]
    (found,) = asked_twice(OURS, known)
    assert (found.question_id, found.is_same) == ("start_year", True)


def test_a_question_in_like_words_is_told_as_alike() -> None:
    known = [{"wording": "市町村の実施計画に定めた目標（令和8年度）", "question_ids": None}]
    (found,) = asked_twice(OURS, known)
    assert (found.question_id, found.is_same) == ("plan_goals", False)


def test_words_that_every_question_has_make_no_two_alike() -> None:
    assert likeness("重層的支援体制整備事業の件数", "重層的支援体制整備事業への要望") < 0.6
    assert likeness("重層的支援体制整備事業", "重層的支援体制整備事業") == 0.0
    assert asked_twice(OURS, [{"wording": "財政の見通し", "question_ids": ""}]) == []

"""Questions are drawn one below the other, with what follows from a yes beside each."""

import pytest

from classroom import decisions

from .drawing import PHONE, drawn, lines, shapes, size, word, words

STEPS = [
    ("`append` returns?", "It's stored. Go on."),
    ("It raises EventAlreadyExistsError?", "A rival was faster. Read again, and decide again."),
]
OTHERWISE = "Perhaps it's stored. Repeat the same append."


def test_the_text_says_every_question_with_its_answer_in_order() -> None:
    assert repr(decisions(STEPS, OTHERWISE)).splitlines() == [
        "`append` returns? Yes: It's stored. Go on.",
        "If not: It raises EventAlreadyExistsError? "
        "Yes: A rival was faster. Read again, and decide again.",
        "If not: Perhaps it's stored. Repeat the same append.",
    ]


def test_questions_go_down_and_their_answers_are_beside_them() -> None:
    svg = drawn(decisions(STEPS, OTHERWISE))
    first, second = word(svg, "append returns?"), word(svg, "It raises")
    third = word(svg, "Perhaps")

    assert first.bottom < second.bottom < third.bottom
    assert word(svg, "It's stored").left > first.right
    assert word(svg, "A rival").left > second.left
    assert [each.text for each in words(svg) if each.text in ("yes", "no")] == ["yes", "no"] * 2


def test_nothing_overlaps_and_nothing_leaves_the_picture_which_fits_a_phone() -> None:
    svg = drawn(decisions(STEPS, OTHERWISE, again="the same append"))
    shown, (width, height) = words(svg), size(svg)

    assert width <= PHONE
    for number, each in enumerate(shown):
        assert each.left >= 0
        assert each.right <= width
        assert each.bottom <= height
        assert not [other.text for other in shown[:number] if each.overlaps(other)]


def test_the_last_answer_may_lead_back_to_the_first_question() -> None:
    once, again = decisions(STEPS, OTHERWISE), decisions(STEPS, OTHERWISE, again="repeat")

    assert repr(again) == f"{once}\nThen begin again: repeat."
    assert len(shapes(drawn(again))) == len(shapes(drawn(once))) + 1
    assert len(lines(drawn(again))) == len(lines(drawn(once))) + 1


def test_the_name_of_the_way_back_is_whole_and_beside_its_line() -> None:
    svg = drawn(decisions(STEPS, OTHERWISE, again="repeat"))
    [turned] = [float(each.attrib["x"]) for each in svg.iter("text") if "transform" in each.attrib]
    _, way = lines(svg)[-1]

    assert 0 < turned - 11 < turned + 3 < min(x for x, _ in way)


def test_a_decision_needs_a_question() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        decisions([], OTHERWISE)

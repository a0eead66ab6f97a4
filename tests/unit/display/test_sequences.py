from typing import Any

import pytest

from classroom import sequence
from classroom.display.plots import Picture

from .drawing import box, drawn, middle, word

ACTORS = ["our store", "boto3", "DynamoDB"]
LOST = [
    ("our store", "boto3", "put_item, version 3"),
    ("boto3", "DynamoDB", "PutItem, version 3"),
    ("DynamoDB", "DynamoDB", "✔ stored → version 3"),
    ("DynamoDB", "✘ boto3", "200: it is stored"),
    ("boto3", "DynamoDB", "once more, PutItem, version 3, as boto3 does in life"),
    ("DynamoDB", "boto3", "✘ ConditionalCheckFailedException"),
    ("our store", "DynamoDB", "past a line"),
]


def lost_reply(*more: str) -> Picture:
    return sequence([*more, *ACTORS], LOST, text="lost", notes=["a note", "and one below"])


SEQUENCES = {
    "a lost reply": lost_reply,
    "four actors": lambda: lost_reply("cy"),
    "one actor": lambda: sequence(["ann"], [("ann", "ann", "decides")], text=""),
}


@pytest.fixture(scope="module")
def axes() -> Any:
    return drawn(lost_reply())


@pytest.fixture(scope="module")
def arrows(axes) -> list[Any]:
    return [text for text in axes.texts if hasattr(text, "arrowprops")]


@pytest.fixture(scope="module")
def places(axes) -> dict[str, float]:
    """Where the lines of the actors are."""
    found = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "v"]
    return dict(zip(ACTORS, found, strict=True))


def label_of(axes: Any, message: tuple[str, str, str]) -> Any:
    return word(axes, message[2][:7].replace("✘ ", "✘\N{NO-BREAK SPACE}"))


def test_time_runs_downwards_from_the_actors_to_the_notes(axes) -> None:
    messages = [label_of(axes, message) for message in LOST]
    notes = [word(axes, note) for note in ("a note", "and one")]

    downwards = [box(text).y0 for text in (word(axes, "boto3"), *messages, *notes)]

    assert downwards == sorted(downwards, reverse=True)


def test_each_actor_has_a_line(axes, places) -> None:
    pixels = [axes.transData.transform((place, 0))[0] for place in places.values()]

    assert pixels == pytest.approx([middle(word(axes, actor)) for actor in ACTORS], abs=1)


def test_an_arrow_runs_from_line_to_line_below_its_words(axes, arrows, places) -> None:
    sent = [message for message in LOST if message[0] != message[1]]
    for arrow, (sender, to, label) in zip(arrows, sent, strict=True):
        words = label_of(axes, (sender, to, label))
        below = box(words).y0 - axes.transData.transform(arrow.xy)[1]

        assert arrow.xyann[0] == places[sender]
        assert arrow.xyann[1] == arrow.xy[1]
        assert 2 < below < 15
        if to in places:
            assert arrow.xy[0] == places[to]
            assert arrow.arrowprops["arrowstyle"] == "-|>"


def test_a_lost_message_ends_in_a_cross_before_it_arrives(axes, arrows, places) -> None:
    [cross] = [line for line in axes.lines if line.get_marker() == "x"]

    assert places["boto3"] + 0.5 < cross.get_xdata()[0] < places["DynamoDB"] - 0.5
    assert arrows[2].arrowprops["arrowstyle"] == "-"
    assert arrows[2].xy == tuple(cross.get_xydata()[0])


def test_a_lost_or_failed_message_has_another_colour_and_a_thicker_line(axes, arrows) -> None:
    usual = label_of(axes, LOST[0]).get_color()
    failed = [label_of(axes, message).get_color() != usual for message in LOST]
    heavy = [arrow.arrowprops["lw"] > 2 for arrow in arrows]

    assert failed == [False, False, False, True, False, True, False]
    assert heavy == [False, False, True, False, True, False]


def test_a_message_to_oneself_is_a_box_on_the_line(axes) -> None:
    alone = label_of(axes, LOST[2])
    frames = [label_of(axes, each).get_bbox_patch().get_edgecolor()[3] for each in LOST]

    assert middle(alone) == pytest.approx(middle(word(axes, "DynamoDB")), abs=1)
    assert frames == [0, 0, 1, 0, 0, 0, 0]


def test_a_label_is_no_wider_than_its_arrow(axes) -> None:
    for message in (LOST[1], LOST[4], LOST[5]):
        assert box(label_of(axes, message)).x0 > middle(word(axes, "boto3"))
        assert box(label_of(axes, message)).x1 < middle(word(axes, "DynamoDB"))


def test_a_long_word_is_left_whole() -> None:
    long = "✘\N{NO-BREAK SPACE}ConditionalCheckFailedException"

    assert word(drawn(lost_reply("cy")), long).get_text() == long


def test_it_is_as_wide_as_its_words_need() -> None:
    short = sequence(ACTORS, [("boto3", "DynamoDB", "Query")], text="")

    assert drawn(short).figure.get_figwidth() < drawn(lost_reply()).figure.get_figwidth() < 9


def test_a_stranger_is_refused_at_once_with_the_names_that_we_have() -> None:
    with pytest.raises(ValueError, match=r"\['bob'\] are not among the actors: ann"):
        sequence(["ann"], [("ann", "✘ bob", "hello")], text="")


def test_a_sequence_without_actors_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="a sequence needs at least one actor, got none"):
        sequence([], [], text="")

from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from classroom import sequence
from classroom.display.drawing import Picture

from .drawing import PHONE, Point, Words, drawn, lines, shapes, size, word, words

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
def svg() -> Element:
    return drawn(lost_reply())


@pytest.fixture(scope="module")
def arrows(svg) -> list[tuple[dict[str, str], list[Point]]]:
    """The line of each message between two actors, in order."""
    found = [(at, points) for at, points in lines(svg) if "stroke-dasharray" not in at]
    return [(at, points) for at, points in found if points[0][1] == points[1][1]]


@pytest.fixture(scope="module")
def places(svg) -> dict[str, float]:
    """Where the lines of the actors are."""
    found = [points[0][0] for at, points in lines(svg) if "stroke-dasharray" in at]
    return dict(zip(ACTORS, found, strict=True))


def first_line_of(svg: Element, message: tuple[str, str, str]) -> Words:
    return word(svg, message[2][:7].replace("✘ ", "✘\N{NO-BREAK SPACE}"))


def test_time_runs_downwards_from_the_actors_to_the_notes(svg) -> None:
    messages = [first_line_of(svg, message) for message in LOST]
    notes = [word(svg, note) for note in ("a note", "and one")]

    downwards = [each.bottom for each in (word(svg, "our store"), *messages, *notes)]

    assert downwards == sorted(downwards)


def test_each_actor_has_a_line(svg, places) -> None:
    assert [*places.values()] == [
        pytest.approx(next(each for each in words(svg) if each.text == actor).middle)
        for actor in ACTORS
    ]


def test_an_arrow_runs_from_line_to_line_below_its_words(svg, arrows, places) -> None:
    sent = [message for message in LOST if message[0] != message[1]]
    heads = [points[0] for _, points in shapes(svg)]

    for (_, (start, end)), (sender, to, label) in zip(arrows, sent, strict=True):
        below = start[1] - first_line_of(svg, (sender, to, label)).bottom
        assert start[0] == places[sender]
        assert 2 < below < 30
        if to in places:
            assert end[0] == places[to]
            assert end in heads


def test_a_lost_message_ends_in_a_cross_before_it_arrives(svg, arrows, places) -> None:
    crossing = [points for _, points in lines(svg) if abs(points[0][1] - points[-1][1]) == 12]
    end = arrows[2][1][1]

    assert len(crossing) == 2
    assert places["boto3"] + 30 < end[0] < places["DynamoDB"] - 30
    assert all(min(points)[0] < end[0] < max(points)[0] for points in crossing)
    assert end not in [points[0] for _, points in shapes(svg)]


def test_a_lost_or_failed_message_has_another_colour_and_a_thicker_line(arrows) -> None:
    usual = arrows[0][0]["stroke"]

    assert [at["stroke"] != usual for at, _ in arrows] == [False, False, True, False, True, False]
    assert [float(at["stroke-width"]) > 2 for at, _ in arrows] == [
        *(False, False, True, False, True, False)
    ]


def test_a_message_to_oneself_is_a_box_on_the_line(svg, places) -> None:
    boxes = [each.attrib for each in svg.iter() if each.tag.endswith("rect")]
    [note] = [box for box in boxes if box["stroke"] == "currentColor"]

    assert float(note["x"]) + float(note["width"]) / 2 == pytest.approx(places["DynamoDB"])
    assert first_line_of(svg, LOST[2]).middle == pytest.approx(places["DynamoDB"])


def test_a_label_is_no_wider_than_its_arrow(svg, places) -> None:
    for message in (LOST[1], LOST[4], LOST[5]):
        assert first_line_of(svg, message).left > places["boto3"]
        assert first_line_of(svg, message).right < places["DynamoDB"]


def test_a_long_word_is_left_whole() -> None:
    long = "✘\N{NO-BREAK SPACE}ConditionalCheckFailedException"

    assert word(drawn(lost_reply("cy")), long).text == long


def test_it_is_as_wide_as_its_words_need() -> None:
    short = sequence(ACTORS, [("boto3", "DynamoDB", "Query")], text="")

    assert size(drawn(short))[0] < size(drawn(lost_reply()))[0] < 800


def test_four_actors_with_short_words_fit_a_phone() -> None:
    actors = ["our store", "DynamoDB", "goblin's drawer", "hero's drawer"]
    asked = sequence(actors, [(actors[1], actors[2], "is there a card 1?")], text="")
    told = "cards 0 and 1, LastEvaluatedKey: version 1"

    assert size(drawn(asked))[0] <= PHONE
    boxes = [each.attrib for each in drawn(asked).iter() if each.tag.endswith("rect")]
    edges = [(float(box["x"]), float(box["x"]) + float(box["width"])) for box in boxes]
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    assert {"goblin's", "hero's", "drawer"} <= {each.text for each in words(drawn(asked))}
    assert size(drawn(sequence(actors[:2], [(*actors[1::-1], told)], text="")))[0] <= PHONE


def test_a_stranger_is_refused_at_once_with_the_names_that_we_have() -> None:
    with pytest.raises(ValueError, match=r"\['bob'\] are not among the actors: ann"):
        sequence(["ann"], [("ann", "✘ bob", "hello")], text="")


def test_a_sequence_without_actors_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="a sequence needs at least one actor, got none"):
        sequence([], [], text="")

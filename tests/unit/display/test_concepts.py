"""The pictures of ideas: what they say, in words and as a picture."""

import pytest

from classroom import picture

from .drawing import PHONE, backgrounds, drawn, size, words

NAMES = ["a beat", "a cabinet", "readers first"]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_an_idea_says_in_its_text_all_that_is_written_in_it(name: str) -> None:
    shown = picture(name)

    for each in words(drawn(shown)):
        assert each.text.strip("✘✔↻ ") in repr(shown), each.text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_or_leaves_the_picture_which_fits_a_phone(name: str) -> None:
    svg = drawn(picture(name))
    shown, (width, height) = words(svg), size(svg)

    assert width <= PHONE
    assert backgrounds(svg) == []
    for number, each in enumerate(shown):
        assert each.left >= 0
        assert each.right <= width
        assert each.bottom <= height
        assert not [other.text for other in shown[:number] if each.overlaps(other)]


def test_an_unknown_picture_names_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match="'a beet' isn't a picture: choose a beat or a cabinet or readers first"
    ):
        picture("a beet")

"""The story on the first page adds up to a number, and its picture can be stepped through."""

from book.first_touch import first_touch


def test_the_story_says_its_sum_after_each_card():
    html = first_touch()

    assert "data-stepper" in html
    for state in ("the state is 0", "the state is 8", "the state is 6", "the state is 3"):
        assert state in html
    assert "````" not in html  # which would end its place in the page


def test_the_story_is_the_same_in_every_build():
    assert first_touch() == first_touch()

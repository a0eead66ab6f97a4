"""What the book knows of the lessons is what stands in them."""

import pytest

from book.lessons import Section, lessons


def test_every_lesson_is_read_with_its_title_and_minutes():
    found = lessons()

    assert [lesson.number for lesson in found] == [f"{number:02}" for number in range(len(found))]
    assert (found[2].title, found[2].path.name) == ("Append", "02_append.ipynb")
    assert found[2].about.startswith("We teach the store to append")
    for lesson in found:
        assert sum(section.minutes for section in lesson.sections) == lesson.minutes


def test_a_section_is_found_by_the_beginning_of_its_title():
    append = lessons()[2]

    assert append.section("Beat 3").title == "Beat 3 · Three events"
    with pytest.raises(ValueError, match="lesson 02: 4 sections begin with 'Beat'"):
        append.section("Beat")
    with pytest.raises(ValueError, match="lesson 02: 0 sections begin with 'Beat 7'"):
        append.section("Beat 7")


def test_optional_minutes_do_not_count():
    optional = lessons()[4].section("Step 5")

    assert "optional" in optional.heading
    assert (optional.title, optional.minutes) == ("Step 5 · Cut it anywhere", 0)


def test_a_lesson_says_what_it_cost():
    assert lessons()[0].said("What it cost").startswith("a row for each event")
    with pytest.raises(ValueError, match=r"does not say \*\*What it earned\*\*"):
        lessons()[0].said("What it earned")


def test_a_link_leads_to_the_heading():
    append = lessons()[2]

    assert append.link() == "/lessons/02_append.ipynb"
    section = Section("Beat 3 · Whose turn? · 8 min", 8, "")
    assert append.link(section) == "/lessons/02_append.ipynb#beat-3--whose-turn--8-min"

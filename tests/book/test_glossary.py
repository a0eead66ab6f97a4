"""Every term of the glossary is explained in the lesson that it names."""

import re

import pytest

from book.glossary import Term, glossary, place, terms
from book.lessons import Lesson, Section, lessons

SECTIONS = (
    Section("The need · 2 min", 2, "Here a drawer is only mentioned."),
    Section("A cabinet · 4 min", 4, "Each **drawer** has a label, the **partition key**."),
)
LESSON = Lesson(lessons()[2].path, "02", "Append", "This to begin with.", 6, SECTIONS)


def test_a_term_is_explained_where_it_stands_in_bold():
    assert place(Term("drawer", "d"), [LESSON]) == (LESSON, SECTIONS[1])


def test_a_term_may_say_where_else_it_is_explained():
    assert place(Term("drawer", "d", seen="only mentioned"), [LESSON]) == (LESSON, SECTIONS[0])


def test_a_term_may_be_explained_in_the_opening():
    assert place(Term("opening", "o", seen="to begin with"), [LESSON]) == (LESSON, None)


def test_a_term_that_no_lesson_explains_is_refused():
    with pytest.raises(ValueError, match="no lesson explains 'shelf'"):
        place(Term("shelf", "a board"), [LESSON])


def test_every_term_is_on_the_page_in_order_with_a_link_to_its_section():
    page = glossary()
    names = [term.name for term in terms()]

    assert len(names) > 30
    assert names == sorted(names, key=str.lower)
    for term in terms():
        lesson, section = place(term, lessons())
        assert term.says in page
        assert f"]({lesson.link(section)})" in page


def test_a_word_that_a_lesson_sets_in_bold_is_a_term():
    bold = r"\*\*([a-z][\w -]+|[A-Z][a-z]+[A-Z]\w*)\*\*"
    texts = [section.text for lesson in lessons() for section in lesson.sections]
    texts += [lesson.about for lesson in lessons()]
    found = {f"**{word}**" for text in texts for word in re.findall(bold, text)}
    known = {term.seen or f"**{term.name}**" for term in terms()}
    answers = {"**a**", "**b**", "**c**"}  # of a prediction

    assert len(found) > 25
    assert found - known - answers == {"**given**", "**when**", "**then**"}

"""The pages that are gathered from the lessons say what the lessons say."""

import re

from book.gathered import additions, contents, every_minute, module, museum, trade_offs
from book.lessons import lessons, rooms
from classroom.lessons import PARTS


def test_the_contents_name_every_lesson_with_its_minutes():
    table = contents()

    for lesson in lessons():
        row = f"| {lesson.number} | [{lesson.title}]({lesson.link()}) | {lesson.minutes} |"
        assert row in table
    for number, title in PARTS.items():
        assert f"### {title}\n" in table.partition(f"| {number:02} |")[0]
    assert every_minute() == sum(lesson.minutes for lesson in lessons())


def test_the_museum_has_a_table_of_its_own_and_no_minutes_of_the_lessons():
    table = museum()

    for room in rooms():
        assert f"| {room.number} | [{room.title}]({room.link()}) |" in table
        assert room.link() not in contents()
        assert str(room.path.stem) not in trade_offs()


def test_every_lesson_says_what_it_cost_and_what_to_remember():
    page = trade_offs()

    for lesson in lessons():
        part = page[page.index(f"({lesson.link()})") :]
        assert lesson.said("What it cost").partition(" [")[0] in part
        assert lesson.said("If you remember one thing") in part


def test_every_table_of_what_the_module_adds_is_there_whole():
    page = additions()
    tables = [lesson for lesson in lessons() if "### What the module adds" in str(lesson.sections)]

    assert len(tables) > 5
    for lesson in tables:
        adds = lesson.sections[-1].text.partition("### What the module adds")[2]
        rows = re.findall(r"^\| .*$", adds, re.MULTILINE)
        assert len(rows) > 2
        for row in rows[1:]:
            assert row in page
        assert rows[0].replace("this page", f"lesson {lesson.number}") in page


def test_the_module_is_shown_file_by_file():
    page = module()

    assert "(file-eventstore-store)=\n## eventstore/store.py" in page
    assert "    def append(\n        self,\n        *events: E,\n" in page
    assert page.index("eventstore/store.py") < page.index("eventstore/limits.py")

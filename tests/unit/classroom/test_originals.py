"""The lessons as they were written, and our own modules, as a learner takes them home."""

import json
from pathlib import Path

import pytest

from classroom import lessons
from classroom.cells.definitions import Definitions
from classroom.exercises.own_domain.sections import Domain, offered
from classroom.taking_home import originals
from classroom.taking_home.own_domain import OwnDomain
from classroom.taking_home.pack import Project, Suite, project_of

from .kernel import Lesson


def project(number: int, *domains: OwnDomain) -> Project:
    """What would be taken home from a lesson that was run as it stands."""
    suites = []
    for before in lessons.line_to(number):
        definitions = Definitions(originals.cells_of(before))
        suites.append(Suite(before, definitions, definitions.tests))
    return project_of(suites, domains=domains)


def test_a_lesson_knows_those_that_it_builds_on() -> None:
    assert lessons.line_to(1) == [1]
    assert lessons.line_to(6) == [1, 2, 3, 4, 6]
    assert lessons.line_to(8) == [1, 2, 3, 7, 8]
    for number, before in lessons.BUILDS_ON.items():
        assert originals.lesson_name(number)
        assert max(before) < number


def test_a_lesson_may_build_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lessons.BUILDS_ON, 9, (6, 8))

    assert lessons.line_to(9) == [1, 2, 3, 4, 6, 7, 8, 9]


@pytest.mark.parametrize("number", [5, 6, 8])
def test_a_browser_tab_has_all_of_it_in_one_file(
    number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from_files = project(number)
    packed = json.loads(originals.pack())

    monkeypatch.setattr(originals, "_ROOT", tmp_path)
    monkeypatch.setattr(originals, "_packed", lambda: packed)

    assert project(number).files == from_files.files
    assert len(from_files.suites) == len(lessons.line_to(number))


def test_a_browser_tab_has_what_should_hold_of_a_domain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    domain = OwnDomain("domain", offered("library loans"))
    from_files = project(1, domain).files
    packed = json.loads(originals.pack())

    monkeypatch.setattr(originals, "_ROOT", tmp_path)
    monkeypatch.setattr(originals, "_packed", lambda: packed)

    assert project(1, domain).files == from_files
    assert {"domain.py", "test_domain.py", "helpers/turns.py"} <= from_files.keys()
    assert "classroom/exercises/bring_your_own_turn.py" not in packed


def test_a_domain_that_needs_something_else_is_left_out_by_name() -> None:
    taken = project(1, OwnDomain("domain", Domain("import pandas", {1: "a = 1"})))

    assert taken.left_out == {"domain.py": "pandas"}
    assert "domain.py" not in taken.files


def test_nothing_is_left_out_of_the_lessons() -> None:
    assert project(5).left_out | project(6).left_out | project(8).left_out == {}


def test_lessons_that_are_not_here_are_named_as_left_out(lesson: Lesson, tmp_path: Path) -> None:
    lesson.run(
        f"import os; os.environ['EVENTSTORE_MY'] = {str(tmp_path / 'my')!r}",
        "from classroom import connect, lesson_table, take_home\n"
        "from classroom.taking_home import originals\n"
        "known, originals._all_lessons = originals._all_lessons, lambda: []",
        'client = connect()\ntable = lesson_table(client, "03")',
        "%%green\ndef test_it():\n    assert table",
    )

    (shown, _) = lesson.run("take_home()", "originals._all_lessons = known")

    assert "Left out: the tests of lesson 01 (its notebook is not here).\n" in shown.text
    assert "Left out: the tests of lesson 02 (its notebook is not here).\n" in shown.text

"""Every lesson has the same form, so that a learner finds the way and a teacher can plan."""

import ast
import re
from itertools import pairwise

import pytest

from classroom import places
from classroom.exercises import find
from classroom.lessons import Lesson, section_minutes

from ..contract.namespaces import load
from .lessons import LESSONS, ROOT, code_cells, magic, python, read

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def prose(path):
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


@EACH
def test_a_lesson_says_first_what_it_is_about(path):
    opening = read(path).cells[0].source

    assert re.match(r"# \d\d · \w", opening)
    for part in ("**You will be able to**", "**You need**", "**Minutes**"):
        assert part in opening


@EACH
def test_a_lesson_has_one_main_heading_and_no_gap_below_it(path):
    text = re.sub(r"```.*?```", "", prose(path), flags=re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EACH
def test_the_minutes_of_the_sections_add_up(path):
    headings = re.findall(r"^## (.*)$", prose(path), re.MULTILINE)

    assert sum(map(section_minutes, headings)) == Lesson(path).minutes


@EACH
def test_a_lesson_begins_with_two_questions_and_ends_with_what_was_covered(path):
    text = prose(path)
    opening = text[: text.index("<details>")]

    assert re.search(r"^1\. .*\?$\n^2\. .*\?$", opening, re.MULTILINE)
    closing = text[text.index("## What we covered") :]
    for part in ("**What it cost**", "**If you remember one thing**", "**What to read next**"):
        assert part in closing


@EACH
def test_prose_stands_before_every_failing_test_and_after_it(path):
    cells = read(path).cells
    for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
        if magic(cell) == "red":
            assert before.cell_type == "markdown", cell.id
            assert after.cell_type == "markdown", cell.id


@EACH
def test_a_beat_goes_through_its_steps_in_order(path):
    for section in re.split(r"^## ", prose(path), flags=re.MULTILINE):
        steps = re.findall(
            r"^### (The need|A prediction|The failing test|Green|Refactor)", section, re.M
        )
        if section.startswith(("Beat", "Step")) and "The failing test" in steps:
            assert steps[:3] == ["The need", "A prediction", "The failing test"]
            assert steps[-2:] == ["Green", "Refactor"]


@EACH
def test_a_class_stays_within_thirty_lines_and_marks_what_is_new(path):
    known = {}
    for cell in code_cells(read(path)):
        for node in ast.parse(python(cell)).body:
            if isinstance(node, ast.ClassDef) and "exercise" not in cell.metadata:
                assert node.end_lineno - node.lineno < 30, cell.id
                if node.name in known and known[node.name] != ast.dump(node):
                    assert "# new" in cell.source, cell.id
                known[node.name] = ast.dump(node)


@EACH
def test_no_lesson_hides_the_builtin_id_nor_takes_names_out_of_the_module(path):
    for cell in code_cells(read(path)):
        statements = [
            node
            for node in ast.parse(python(cell)).body
            if not isinstance(node, ast.ClassDef | ast.FunctionDef)
        ]
        nodes = [node for statement in statements for node in ast.walk(statement)]
        bound = {node.id for node in nodes if is_bound(node)}
        modules = [node.module for node in nodes if isinstance(node, ast.ImportFrom)]

        assert "id" not in bound, cell.id
        assert "eventstore" not in modules, cell.id


def is_bound(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@EACH
def test_the_navigation_is_as_it_would_be_generated(path):
    tool = load("execute_lessons", ROOT / "tools" / "execute_lessons.py")
    cells = [cell for cell in read(path).cells if "navigation" in cell.metadata.get("tags", [])]

    assert [cell.source for cell in cells] == [tool.navigation(path)] * 2


@EACH
def test_the_cells_have_their_places_as_they_would_be_given(path):
    cells = read(path).cells
    given = read(path).cells
    places.add_places(given)

    assert [cell.source for cell in cells] == [cell.source for cell in given]


@EACH
def test_a_cell_of_a_beat_has_its_number_as_its_place(path):
    for cell in code_cells(read(path)):
        if magic(cell) and "beat" in cell.metadata:
            assert re.match(rf"%%\w+ {cell.metadata.beat}[a-z]\b", cell.source), cell.id


@EACH
def test_an_exercise_says_which_place_is_the_last_above_it(path):
    place = ""
    for cell in code_cells(read(path)):
        if magic(cell):
            place = re.match(r"%%\w+ (\w+)", cell.source)[1]
        elif "exercise" in cell.metadata:
            assert find(cell.metadata.exercise).after == place, cell.id

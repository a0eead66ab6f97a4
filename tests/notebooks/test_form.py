"""Every lesson has the same form, so that a learner finds the way and a teacher can plan."""

import ast
import re
from itertools import pairwise

import pytest

from classroom import places, predictions
from classroom.exercises import LESSONS as EXERCISES
from classroom.exercises import find
from classroom.lessons import PARTS, Lesson, section_minutes

from ..contract.namespaces import load
from .lessons import LESSONS, NOTEBOOKS, ROOT, code_cells, lesson, magic, python, read, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
ROOMS_TOO = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def prose(path):
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


@EACH
def test_a_lesson_says_first_what_it_is_about(path):
    opening = read(path).cells[0].source

    assert re.match(r"# \d\d · \w", opening)
    for part in ("**You will be able to**", "**You need**", "**New ideas**", "**Minutes**"):
        assert part in opening


@EACH
def test_a_lesson_has_at_most_three_new_ideas_and_45_minutes(path):
    ideas = re.search(r"^\*\*New ideas\*\*: (.*)$", read(path).cells[0].source, re.MULTILINE)

    assert 1 <= len(ideas[1].split("; ")) <= 3
    assert Lesson(path).minutes <= 45


@EACH
def test_a_lesson_has_one_good_place_to_stop_unless_it_is_short(path):
    is_long = Lesson(path).minutes > 15

    assert prose(path).count("**A good place to stop.**") == is_long


@ROOMS_TOO
def test_a_lesson_has_one_main_heading_and_no_gap_below_it(path):
    text = re.sub(r"```.*?```", "", prose(path), flags=re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@ROOMS_TOO
def test_the_minutes_of_the_sections_add_up(path):
    headings = re.findall(r"^## (.*)$", prose(path), re.MULTILINE)

    assert sum(map(section_minutes, headings)) == Lesson(path).minutes


@EACH
def test_a_lesson_ends_with_what_was_covered_and_how_we_know(path):
    text = prose(path)
    closing = text[text.index("## What we covered") :]

    for part in ("**What it cost**", "**If you remember one thing**", "**What to read next**"):
        assert part in closing
    assert closing.count("<summary>How we know</summary>") == 1


@EACH
def test_recall_reaches_back_one_lesson_and_three_and_asks_for_something_new(path):
    number = int(Lesson(path).number)
    asked = re.findall(r"^(\d)\. \*([^*]+)\*: .*\?$", prose(path), re.MULTILINE)
    back = [f"Lesson {before:02}" for before in (number - 1, number - 3) if before >= 0]

    if number > 0:
        assert [what for _, what in asked] == [*back, "Something new"]
        assert [int(place) for place, _ in asked] == [*range(1, len(asked) + 1)]


@pytest.mark.parametrize("number", PARTS)
def test_a_part_opens_with_three_placement_questions(number):
    text = prose(lesson(number))
    section = re.search(r"^## Do you need this part\? · .*?(?=^## )", text, re.M | re.S)

    assert len(re.findall(r"^\d\. .*\?$", section[0], re.MULTILINE)) == 3
    assert "<details>" in section[0]


@pytest.mark.parametrize("number", [3, 8])
def test_a_part_ends_with_building_append_again_from_an_empty_cell(number):
    text = prose(lesson(number))
    last = [name for name in EXERCISES[lesson(number).stem] if name.startswith("build-append-")]

    assert re.search(r"^## Build `append` again · optional, ", text, re.MULTILINE)
    assert len(last) == 1
    assert "class" not in find(last[0]).start


def how_we_know(path):
    """The points of the folded part at a lesson's end."""
    text = prose(path).partition("<summary>How we know</summary>")[2].partition("</details>")[0]
    return re.findall(r"^- (.*(?:\n(?!- |\n).*)*)", text, re.MULTILINE)


@ROOMS_TOO
def test_how_we_know_names_tests_that_exist_or_a_page(path):
    points = how_we_know(path)

    assert points
    for point in points:
        named = re.findall(r"`(tests/[\w/]+\.py)`", point)
        assert named or re.search(r"\*[A-Z][^*]+\*", point), point
        for file in named:
            assert (ROOT / file).is_file(), file


@ROOMS_TOO
def test_nothing_is_done_for_the_sake_of_the_form(path):
    sources = "\n".join(cell.source for cell in read(path).cells)

    assert "othing to do" not in sources
    assert "class EventStore(EventStore)" not in sources
    assert "# new" not in sources
    assert not re.search(r"(?<!character )\bsheets?\b", sources)


def predicted(path):
    """Each prediction of a lesson, with the cells above it, and the cells from it on."""
    cells = read(path).cells
    for at, cell in enumerate(cells):
        if cell.id == cell.metadata.get("prediction"):
            yield predictions.find(cell.id), cells[:at], cells[at:]


@EACH
def test_a_lesson_has_two_or_three_predictions_and_asks_for_no_other_guess(path):
    found = [each.name for each, _, _ in predicted(path)]
    other = [c.source for c in read(path).cells if "prediction" not in c.metadata]

    assert 2 <= len(found) <= 3
    assert found == [each.name for each in predictions.of_lesson(Lesson(path).number)]
    assert not re.search(r"\*\*Predict\b|### A prediction", "\n".join(other))


@EACH
def test_the_cell_after_a_prediction_is_neutral_and_shows_its_outcome(path):
    for prediction, _, cells in predicted(path):
        question, commit, *below = cells
        shows = next(cell for cell in below if cell.cell_type == "code")
        first, _, more = prediction.outcome.partition(": ")

        assert 2 <= len(prediction.answers) <= 3
        assert prediction.right in prediction.answers
        assert question.cell_type == "markdown"
        assert commit.source == f'predict("{prediction.name}", "___")'
        assert shows.metadata.outcome == prediction.outcome
        if prediction.place:
            assert shows.source.startswith(f"%%test {prediction.place}\n")
            assert text_of(shows).startswith(f"▷ pytest says: {first}\n")
            assert not more or re.search(rf"^E +.*{re.escape(more)}", text_of(shows), re.MULTILINE)
        else:
            assert magic(shows) == ""
            assert prediction.outcome in text_of(shows)
        assert prediction.replies() in text_of(shows)


@EACH
def test_nothing_gives_a_prediction_away(path):
    contents = (ROOT / "notebooks/README.md").read_text() + (ROOT / "README.md").read_text()
    headings = "\n".join(re.findall(r"^#+ .*$", prose(path), re.MULTILINE))
    for prediction, above, cells in predicted(path):
        shown = [cell.source for cell in above]
        shown += [text_of(cell) for cell in above if cell.cell_type == "code" and cell.outputs]
        shown += [cells[0].source.partition("\n- **")[0], headings, contents]

        assert prediction.giveaways
        for giveaway in prediction.giveaways:
            found = re.search(giveaway, "\n".join(shown), re.IGNORECASE)
            assert not found, f"{prediction.name}: {found[0]!r} gives it away"


@ROOMS_TOO
def test_the_text_above_a_red_says_which_failure_we_expect(path):
    cells = read(path).cells
    for before, cell in pairwise(cells):
        if magic(cell) == "red":
            _, error, _, *more = re.split(r"^%%red \w+ (\w+)(: )?", cell.source, maxsplit=1)
            line = more[0].partition("\n")[0] if more else ""
            said = re.findall(r"`([^`]+)`", before.source)
            assert any(each == error or each in line for each in said), cell.id


@ROOMS_TOO
def test_prose_stands_before_every_failing_test_and_after_it(path):
    cells = read(path).cells
    for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
        if magic(cell) == "red":
            assert before.cell_type == "markdown", cell.id
            assert after.cell_type == "markdown", cell.id


@EACH
def test_a_beat_goes_through_its_steps_in_order(path):
    known = ["The need", "The failing test", "The test", "The least code", "Green", "Refactor"]
    for section in re.split(r"^## ", prose(path), flags=re.MULTILINE):
        steps = re.findall(rf"^### ({'|'.join(known)})\b", section, re.M)
        if section.startswith(("Beat", "Step")) and steps:
            assert steps[0] == "The need"
            tests = [
                at for at, step in enumerate(steps) if step in ("The failing test", "The test")
            ]
            greens = [at for at, step in enumerate(steps) if step == "Green"]
            assert not tests or max(tests) < max(greens, default=-1)
            assert "Refactor" not in steps[:-1]


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


@ROOMS_TOO
def test_the_navigation_is_as_it_would_be_generated(path):
    tool = load("execute_lessons", ROOT / "tools" / "execute_lessons.py")
    cells = [cell for cell in read(path).cells if "navigation" in cell.metadata.get("tags", [])]

    assert [cell.source for cell in cells] == [*tool.navigation(path)]


@ROOMS_TOO
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


@ROOMS_TOO
def test_an_exercise_says_which_place_is_the_last_above_it(path):
    place = ""
    for cell in code_cells(read(path)):
        if magic(cell):
            place = re.match(r"%%\w+ (\w+)", cell.source)[1]
        elif "exercise" in cell.metadata:
            assert find(cell.metadata.exercise).after == place, cell.id


@ROOMS_TOO
def test_the_first_line_of_a_cell_opens_nothing_that_would_run_on_into_its_code(path):
    """JupyterLab and the book colour it as Python, too."""
    for cell in code_cells(read(path)):
        first = cell.source.partition("\n")[0]
        if magic(cell):
            assert all(first.count(a) == first.count(b) for a, b in ("()", "[]", "{}")), cell.id
            assert first.count("'") % 2 == first.count('"') % 2 == 0, cell.id
            assert not first.endswith("\\"), cell.id

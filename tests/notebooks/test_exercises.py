"""Every exercise judges as it promises, where it stands, without what a browser tab lacks."""

import ast
import builtins
import inspect
import re
import symtable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from classroom.cells.blanks import BLANK, has_code
from classroom.cells.carrying import names_of
from classroom.exercises import LESSONS as EXERCISES
from classroom.exercises import ROOMS as IN_ROOMS
from classroom.exercises import find, names
from classroom.exercises.own_domain.sections import offered
from classroom.lessons import bare_heading

from ..contract.namespaces import load
from .lessons import (
    LESSONS,
    NOTEBOOKS,
    ROOMS,
    ROOT,
    code_cells,
    execute,
    lesson,
    magic,
    python,
    read,
    state,
    text_of,
)

BLOCKED = Path(__file__).with_name("blocked.py")
EACH_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
EACH_ROOM = pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
EACH_NOTEBOOK = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
ONE_LESSON = pytest.mark.parametrize(  # of the short ones; where CI is set, all
    "path",
    [
        pytest.param(path, id=path.stem, marks=[] if path == lesson(1) else pytest.mark.thorough)
        for path in NOTEBOOKS
    ],
)
EACH = pytest.mark.parametrize("name", [*names()])


NEEDED = [
    "import pandas",
    "import threading; threading.Thread(target=print).start()",
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import subprocess; subprocess.run(['true'])",
    "from classroom import connect; connect().describe_table(TableName='another')",
]


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """What is said to a lesson that needs one of them; a kernel is started only once."""
    notebook = read(lesson(0))
    notebook.cells = [new_code_cell(code) for code in (BLOCKED.read_text(), *NEEDED)]
    for cell in notebook.cells[1:]:
        cell.metadata.tags = ["raises-exception"]
    execute(notebook, tmp_path_factory.mktemp("blocked") / "my")
    return {cell.source: [out.evalue for out in cell.outputs] for cell in notebook.cells[1:]}


@pytest.mark.parametrize("needed", NEEDED)
def test_a_lesson_that_needs_one_of_them_would_be_noticed(needed, errors):
    (error,) = errors[needed]

    assert re.search("must not need|pandas", error)


def answers(name):
    """Every answer that we know of, with how its state begins and what must be said."""
    exercise = find(name)
    yield "", "○ not attempted", ""
    yield "nothing = 1", f"✘ not yet: this cell should define {exercise.asks[0]}", ""
    for wrong, told in exercise.wrong.items():
        yield wrong, "✘ not yet", told
    yield from ((other, "✔ right", exercise.why) for other in exercise.others)
    yield exercise.answer, "✔ right", exercise.why


@ONE_LESSON
def test_each_answer_is_told_what_it_must_be_and_the_lesson_goes_on(path, tmp_path):
    notebook = read(path)
    wanted = [state(cell) for cell in code_cells(notebook) if magic(cell)]
    tried = []
    for place in reversed(range(len(notebook.cells))):
        name = notebook.cells[place].metadata.get("exercise", "")
        if notebook.cells[place].id == f"{name}-cell":
            found = [
                (new_code_cell(f'{code}\n\ncheck("{name}")'), begins, told)
                for code, begins, told in answers(name)
            ]
            notebook.cells[place + 1 : place + 1] = [cell for cell, _, _ in found]
            tried = [(notebook.cells[place], "○ not attempted yet", ""), *found, *tried]
    notebook.cells.insert(0, new_code_cell(BLOCKED.read_text()))

    execute(notebook, tmp_path / "my")

    for cell, begins, told in tried:
        assert verdict(cell).startswith(begins), f"{cell.source}\n\n{text_of(cell)}"
        assert told in text_of(cell), f"{cell.source}\n\n{text_of(cell)}"
    assert [state(cell) for cell in code_cells(notebook) if magic(cell)] == wanted


def verdict(cell):
    """What is said of the answer, below what the cell itself prints."""
    found = re.search(r"^[○✘✔].*", text_of(cell), re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


@EACH_NOTEBOOK
def test_a_lesson_has_its_exercises_and_predictions_as_they_would_be_made(path):
    tool = load("execute_lessons", ROOT / "tools" / "execute_lessons.py")
    cells = read(path).cells
    found = [cell.metadata.exercise for cell in cells if "exercise" in cell.metadata]

    assert tuple(dict.fromkeys(found)) == (EXERCISES | IN_ROOMS)[path.stem]
    made = tool.with_generated_cells(cells)
    assert [(c.id, c.source, c.metadata) for c in cells] == [
        (c.id, c.source, c.metadata) for c in made
    ]


@EACH_LESSON
def test_a_lesson_has_two_exercises_or_more_and_then_one_to_take_home(path):
    *inside, last = [find(name) for name in EXERCISES[path.stem]]

    assert len(inside) >= 2
    assert last.at_home
    assert not any(exercise.at_home for exercise in inside)
    assert all(exercise.lesson == path.stem for exercise in [*inside, last])


@EACH_ROOM
def test_a_room_has_one_exercise_whose_cell_is_empty(path):
    (name,) = IN_ROOMS[path.stem]

    assert name == f"the-red-of-room-{path.stem[0].lower()}"
    assert form(name) == "all"
    assert find(name).lesson == path.stem
    assert not find(name).at_home


@EACH_ROOM
def test_a_room_is_open_to_many_right_answers(path):
    """There are many ways to write a test, so its bank has our answer and five others or more."""
    (name,) = IN_ROOMS[path.stem]

    assert len(find(name).others) >= 5


def form(name):
    """How much the learner writes: blanks, the order of the lines, a test's parts, or all of it."""
    start = find(name).start
    lines = [line.strip("# ") for line in start.splitlines() if line.startswith("# ")]
    if any(re.match(r"(while|try|return|except)\b", line) for line in lines):
        return "order"
    if re.search(r"(?i)# given", start):
        return "tests"
    return "all" if not has_code(start) or re.search(rf"(?m)^{BLANK}", start) else "blanks"


def test_exercises_go_from_blanks_to_an_empty_cell():
    forms = {
        path: [form(name) for name in EXERCISES[path.stem] if not find(name).at_home]
        for path in LESSONS
    }

    assert {*forms[lesson(0)], *forms[lesson(1)]} == {"blanks"}
    assert {"order", "tests"} <= {*forms[lesson(2)], *forms[lesson(3)]}
    assert all("all" in forms[path] for path in LESSONS[2:])


@EACH
def test_every_answer_is_another_and_every_misconception_has_a_message_of_its_own(name):
    exercise = find(name)
    codes = [exercise.start, exercise.answer, *exercise.others, *exercise.wrong]

    assert len({ast.dump(ast.parse(code)) for code in codes}) == len(codes)
    assert len(set(exercise.wrong.values())) == len(exercise.wrong) >= 2
    assert all(len(told) >= 8 for told in exercise.wrong.values())


@EACH
def test_what_an_exercise_needs_is_named_with_the_section_that_defines_it(name):
    exercise = find(name)
    path = next(path for path in NOTEBOOKS if path.stem == exercise.lesson)
    sections = sections_of(path, before=f"{name}-cell")
    sources = {inspect.getsource(inspect.getmodule(test)) for test in exercise.tests}
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute) and is_given(node)}
    used = asked | free_names(exercise.answer)
    used |= free_names(exercise.start) - local_names(exercise.answer)

    own = {"new_id", BLANK, *exercise.asks, *exercise.takes}
    if exercise.of_the_domain:
        own |= {*names_of(offered("library loans").only(range(int(exercise.lesson[:2]))))}
    assert used - own <= set(exercise.needs)
    for needed, heading in exercise.needs.items():
        assert needed in sections.get(heading, ()), f"{needed} is not in {heading}: {sections}"


def is_given(node):
    return isinstance(node.value, ast.Name) and node.value.id == "given"


def free_names(code):
    """The names that the code does not bind itself, nor Python has."""
    found, tables = set(), [symtable.symtable(code, "cell", "exec")]
    bound = {each.get_name() for each in tables[0].get_symbols() if each.is_assigned()}
    bound |= {each.get_name() for each in tables[0].get_symbols() if each.is_imported()}
    for table in tables:
        tables += table.get_children()
        outermost = table is tables[0]
        found |= {s.get_name() for s in table.get_symbols() if outermost or s.is_global()}
    return found - bound - set(dir(builtins))


def local_names(code):
    """The names that the code's functions bind; at its start, their lines may be missing."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    return {node.id for node in nodes if isinstance(node.ctx, ast.Store)}


def sections_of(path, before):
    """Which names the code cells of each section bind, up to the cell of this id."""
    sections, heading = {}, ""
    for cell in read(path).cells:
        if cell.id == before:
            break
        if cell.cell_type == "markdown":
            headings = re.findall(r"^## (.*)$", cell.source, re.M)
            heading = bare_heading(headings[-1]) if headings else heading
        elif "exercise" not in cell.metadata:
            symbols = symtable.symtable(python(cell), "cell", "exec").get_symbols()
            bound = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
            sections.setdefault(heading, set()).update(bound)
    return sections

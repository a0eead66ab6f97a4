"""An answer is finished when no `___` of its cell is left, whatever else is in it."""

import pytest

from .kernel import Lesson

ADD = "def add(a, b):\n    return a + b\n"
# Each stands before or around a right answer.
DOTS = {
    "a protocol": "from typing import Protocol\nclass Adds(Protocol):\n"
    "    def plus(self, other: int) -> int: ...\n" + ADD,
    "a helper": "def told(*_): ...\n" + ADD.replace("return", "told()\n    return"),
    "a marker": "UNSET = ...\ndef add(a, b=UNSET):\n    return a if b is ... else a + b\n",
    "a type": "from collections.abc import Callable\nplus: Callable[..., int]\n" + ADD,
    "a line at the end": ADD + "    ...\n",
    "a blank in a comment": "# add = ___\n" + ADD,
    "another name": ADD.replace("a", "____a").replace("def ____add", "def add"),
}


@pytest.mark.parametrize("dots", DOTS)
def test_a_right_answer_may_have_dots_and_mention_blanks(adding: Lesson, dots: str) -> None:
    (shown,) = adding.run(f'{DOTS[dots]}\ncheck("add")')

    assert (shown.error, shown.state) == (None, "✔ right: adding")


@pytest.mark.parametrize(
    "left",
    [
        "def add(a, b):\n    ___\n    return a - b\n",
        "def add(a, b):\n    return a - ___\n",
        "add = (lambda a, b: ___)\n",
        "def add(a, b:\n    return ___\n",
        'def add(a, b):\n    return f"{___}"\n',
        "while ___:\n    add = 1\n",
        "    ___\n  ___\n",
    ],
)
def test_where_a_blank_is_left_nothing_runs_and_it_is_not_a_try(adding: Lesson, left: str) -> None:
    shown, state = adding.run(f'{left}\ncheck("add")', "progress()")

    assert (shown.error, shown.state) == (
        None,
        "○ not attempted yet. Replace each ___ and run this cell.",
    )
    assert "✘ ○" not in state.text


def test_a_cell_without_blanks_asks_for_an_answer(adding: Lesson) -> None:
    empty = "from dataclasses import replace\nADD = replace(ADD, start='# your function')"
    *_, untouched, tried = adding.run(
        empty, '# your function\ncheck("add")', f'{ADD.replace("+", "-")}check("add")'
    )

    assert untouched.text == "○ not attempted yet. Write your answer here and run this cell."
    assert tried.state == "✘ not yet"


@pytest.mark.parametrize(
    "line",
    ["await asyncio.sleep(0)", "async with x: pass", "y = [z async for z in x]"],
)
def test_an_await_in_an_answer_gets_a_sentence(adding: Lesson, line: str) -> None:
    (shown,) = adding.run(f'import asyncio\n{line}\n{ADD}\ncheck("add")')

    assert shown.error is None
    assert shown.text.startswith(
        f"✘ not yet\n\n    2 | {line}\n"
        "In an answer, await and async work only inside an async def. Nothing here needs them."
    )


@pytest.mark.parametrize("magic", ["red 1a NameError", "green 1a", "test 1a"])
def test_an_await_in_a_cell_of_tests_gets_a_sentence(lesson: Lesson, magic: str) -> None:
    cell = f"%%{magic}\nimport asyncio\nawait asyncio.sleep(0)\ndef test_it():\n    assert 1"
    shown, plain = lesson.run(cell, "import asyncio\nawait asyncio.sleep(0)\n7")

    assert shown.text == (
        "LessonError: await and async work here only inside an async def.\n"
        "Move that line into a cell of its own above this one: there it works as it is."
    )
    assert (plain.error, plain.text) == (None, "7")


@pytest.mark.parametrize(
    "call",
    [
        *("check(“add”)", "check(‘add’)", "check(„add“)", "check(«add»)", 'check(“add")'),
        *("check( 'add' )", 'check("""add""")', "check(name='add')", "check (\n  'add',\n)"),
    ],
)
def test_the_name_may_be_written_in_any_quotation_marks(adding: Lesson, call: str) -> None:
    (shown,) = adding.run(f"{ADD}\n{call}")

    assert (shown.error, shown.state) == (None, "✔ right: adding")


@pytest.mark.parametrize("call", ["check(NAME)", "check(NAME.strip())", "check()", "check(7)"])
def test_a_name_that_is_not_written_there_gets_a_sentence(adding: Lesson, call: str) -> None:
    *_, shown, after = adding.run("base = 1", f'NAME = "add"\nbase = 2\n{ADD}\n{call}', "base")

    assert shown.text == (
        f"LessonError: {call}: write the name of the exercise itself, between quotation marks, "
        'as the cell had it at first: check("...")'
    )
    assert after.text == "1"


def test_a_name_without_quotation_marks_is_told_how_it_would_be_right(adding: Lesson) -> None:
    known = "exercises.LESSONS = {'02_append': ('add-it', 'other')}"
    *_, dashes, spaces = adding.run(known, f"{ADD}\ncheck(add-it)", f"{ADD}\ncheck(add it)")

    told = 'LessonError: put the name between quotation marks: check("add-it")'
    assert (dashes.text, spaces.text) == (told, told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("note = “Sleeps well”", '“ is a curly quotation mark. Type a straight one: "'),
        ("note = ‘Sleeps well’", "‘ is a curly quotation mark. Type a straight one: '"),
        ('note = "Sleeps well”', '” is a curly quotation mark. Type a straight one: "'),
        ("note = 3 – 2", "– is a dash. Type a minus sign: -"),
        ("note = …", "… is one character. Type three dots: ..."),
        ("note\u00a0= 3", "There is a special space in this line. Delete it, and type a space."),
        ("note = ３", "３ is a wide character. Type a usual one: 3"),
        ("note = max（3）", "（ is a wide character. Type a usual one: ("),
    ],
)
def test_a_character_that_only_looks_right_is_named(adding: Lesson, line: str, told: str) -> None:
    (shown,) = adding.run(f'{ADD}\n{line}\ncheck("add")')

    assert shown.error is None
    assert shown.text.startswith(f"✘ not yet\n\n    4 | {line}\n{told}\n")
    assert "invalid" not in shown.text

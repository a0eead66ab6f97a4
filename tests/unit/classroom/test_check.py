"""How an answer is judged, in a real kernel."""

from ast import literal_eval

import pytest

from .adding import RIGHT, WRONG
from .kernel import Lesson


@pytest.mark.parametrize(
    "body",
    [
        *("___\n", "", "# mine\n", "add = dict(sum=___)\n", "def add(a, b):\n    ___\n"),
        "def add(a: tuple[int, ...], b):\n    return ___\n",
    ],
)
def test_an_untouched_or_empty_cell_is_not_attempted_and_not_run(adding: Lesson, body: str) -> None:
    shown, state = adding.run(f'{body}check("add")', "progress()")

    assert (shown.error, shown.text) == (
        None,
        "○ not attempted yet. Replace each ___ and run this cell.",
    )
    assert "0 of 2" in state.text


def test_an_answer_with_places_left_says_how_many(adding: Lesson) -> None:
    two = "from dataclasses import replace\nADD = replace(ADD, start='add = ___ + ___')"
    _, shown = adding.run(two, 'add = 1 + ___\ncheck("add")')

    assert (shown.error, shown.text) == (None, "○ not finished yet: 1 ___ left to replace.")


def test_a_right_answer_says_why_it_matters(adding: Lesson) -> None:
    (shown,) = adding.run(RIGHT)

    assert (shown.error, shown.text) == (None, "✔ right: adding\n\nSums matter.")
    assert "background:#1b6e3c" in shown.html


def test_a_right_answer_is_shown_beside_ours_if_it_differs(adding: Lesson) -> None:
    other = 'def add(*both):\n    return sum(both)\n\ncheck("add")'
    same, differs, wrong = adding.run(RIGHT, other, WRONG)

    assert "What differs from our answer?" in differs.html
    assert "return sum(both)</ins>" in differs.html
    assert "<details>" not in same.html + wrong.html


def test_a_wrong_answer_says_what_should_hold_what_was_seen_and_the_likely_slip(
    adding: Lesson,
) -> None:
    (shown,) = adding.run(WRONG)

    assert shown.error is None
    assert shown.text.splitlines() == [
        "✘ not yet",
        "",
        "Should hold:  It adds.",
        "Seen:         -1",
        "Expected:     3",
        "Likely:       minus is not plus",
        "",
        "Try 1. Stuck? Open the first hint below.",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("x = 1\ny = x + z", "✘ not yet: NameError\n\n    2 | y = x + z\nNameError: name 'z' is"),
        ("x = = 1", "✘ not yet: SyntaxError\n\n    1 | x = = 1\nSyntaxError: invalid syntax"),
        (
            "def add(a, b):\n    return a / 0",
            "✘ not yet\n\nShould hold:  It adds.\n    2 | return a / 0\nZeroDivisionError",
        ),
        (
            "def add(a):\n    return a",
            "✘ not yet\n\nShould hold:  It adds.\nTypeError: add() takes 1 positional",
        ),
        ("raise SystemExit", "✘ not yet: SystemExit\n\n    1 | raise SystemExit"),
    ],
)
def test_an_error_of_the_learners_shows_their_line_and_none_of_ours(
    adding: Lesson, body: str, text: str
) -> None:
    (shown,) = adding.run(f'{body}\ncheck("add")')

    assert shown.error is None
    assert shown.text.startswith(text)
    assert "classroom" not in shown.text
    assert "Traceback" not in shown.text


def test_text_without_quotation_marks_gets_a_kind_sentence(adding: Lesson) -> None:
    several, one = adding.run(
        'note = Eats soup\ncheck("add")', 'def add(a, b):\n    return Sleeps\ncheck("add")'
    )

    assert several.text == (
        "✘ not yet\n\n"
        "    1 | note = Eats soup\n"
        'Text needs quotation marks at both ends: "Eats soup"\n\n'
        "Try 1. Stuck? Open the first hint below."
    )
    assert one.text == (
        "✘ not yet\n\n"
        "Should hold:  It adds.\n"
        "    2 | return Sleeps\n"
        "NameError: name 'Sleeps' is not defined\n"
        'If this is text, it needs quotation marks at both ends: "Sleeps"\n\n'
        "Try 2. Stuck? Open the second hint below."
    )


def test_a_line_that_is_out_of_line_gets_a_kind_sentence(adding: Lesson) -> None:
    (shown,) = adding.run('def add(a, b):\n        c = a + b\n    return c\ncheck("add")')

    assert shown.error is None
    assert shown.text.startswith("✘ not yet: IndentationError\n\n    3 | return c\n")
    assert "Lines that belong together begin in the same column." in shown.text


def test_an_error_next_to_a_line_for_ipython_is_shown_as_it_is(adding: Lesson) -> None:
    (shown,) = adding.run('%time goblin == 3\ngoblin == 3\ncheck("add")')

    assert shown.error is None
    assert "NameError: name 'goblin' is not defined" in shown.text


def test_a_failing_test_of_the_learners_is_theirs_to_read(adding: Lesson) -> None:
    body = 'def add(a, b):\n    pytest.fail("mine")\n\ncheck("add")'
    (shown,) = adding.run(body)

    assert shown.error is None
    assert '    2 | pytest.fail("mine")\nFailed: mine' in shown.text


def test_a_cell_that_lacks_what_was_asked_for_says_so(adding: Lesson) -> None:
    adding.run("def add(a, b):\n    return a + b")
    (shown,) = adding.run('x = 1\ncheck("add")')

    assert shown.state == "✘ not yet: this cell should define add"


def test_a_name_that_is_missing_is_told_with_the_section_that_defines_it(adding: Lesson) -> None:
    _, shown, state = adding.run("del base", RIGHT, "progress()")

    assert shown.error is None
    assert shown.text == (
        "○ not judged: base is missing here\n\n"
        "It comes from “Step 1 · A base”. In the menu: Run > Run All Above Selected Cell."
    )
    assert "0 of 2" in state.text


def test_what_the_lesson_defines_stays_as_it_is(adding: Lesson) -> None:
    before = "def add(a, b):\n    return 99"
    *_, shown, after = adding.run(before, f"base = 8\n{RIGHT}", "add(1, 2), base")

    assert shown.state.startswith("✔ right")
    assert after.text == "(99, 0)"


@pytest.mark.parametrize(
    "line",
    [
        *("sum = 3", "range = list", "len = None", "client = table = 1", "print = list"),
        *("import json as list", "from math import pow as max", "del base", "base: int = 8"),
        *("for str in 'abc': pass", "with open('/dev/null') as set: pass", "(id := 7)"),
        *("def get_ipython(): pass", "class Exception(BaseException): pass", "_ = check = 1"),
        *("exercises = hint = 1", "globals()['client'] = 1", "locals().update(client=1)"),
    ],
)
def test_nothing_leaks_but_what_the_exercise_asks_for(adding: Lesson, line: str) -> None:
    look = "sorted({n: v for n, v in globals().items() if n[0] != '_' and n not in ('In', 'Out')})"
    setup = "client, table = 'client', 'table'\nfrom classroom import exercises"
    uses = (
        "[len(range(3)), sum([1]), max(1, 2), id, str, set, list, pow, print, Exception] and "
        "(client, table, base, add(1, 2), check.__name__)"
    )
    _, before, shown, after, still, again = adding.run(
        setup, look, f"{line}\n{RIGHT}", look, uses, RIGHT
    )

    assert shown.state == "✔ right: adding"
    assert set(literal_eval(after.text)) - set(literal_eval(before.text)) == {"add"}
    assert still.text == "('client', 'table', 0, 3, 'check')"
    assert again.state == "✔ right: adding"


def test_what_an_answer_needs_of_its_own_stays_with_it(adding: Lesson) -> None:
    mine = (
        "import operator as sum\nfrom dataclasses import dataclass\nCOUNT = [0]\n"
        "@dataclass\nclass Pair:\n    a: int\n    b: int\n"
        "def plus(pair):\n    COUNT[0] += 1\n    return sum.add(pair.a, pair.b)\n"
        "def add(a, b):\n    return plus(Pair(a, b))\n"
    )
    shown, used, after = adding.run(
        f'{mine}\ncheck("add")', "add(1, 2), add(3, 4), sum([5])", "'plus' in globals()"
    )

    assert shown.state == "✔ right: adding"
    assert used.text == "(3, 7, 5)"
    assert after.text == "False"


def test_an_answer_is_judged_with_what_the_lesson_has_at_its_place(adding: Lesson) -> None:
    placed = "from dataclasses import replace\nADD = replace(ADD, after='1a')"
    first = "%%green 1a\nlevel = 1\ndef test_level():\n    assert level"
    second = "%%green 1b\nlevel = 2"
    mine = f"add = lambda a, b, mine=level: a + b\n\n{RIGHT[-12:]}"
    *_, shown, seen = adding.run(placed, first, second, mine, "add.__defaults__")

    assert shown.state.startswith("✔ right")
    assert seen.text == "(1,)"


def test_what_an_answer_defines_does_not_spoil_an_earlier_red(adding: Lesson) -> None:
    placed = "from dataclasses import replace\nADD = replace(ADD, after='1a')"
    red = "%%red 1a NameError: name 'add' is not defined\ndef test_add():\n    add(1, 2)"
    *_, shown = adding.run(placed, red, RIGHT, red)

    assert shown.state == "✘ red, as it should be: NameError"


def test_a_wrong_answer_leaves_nothing_behind(adding: Lesson) -> None:
    _, after = adding.run(f"mine = 7\n{WRONG}", "'mine' in globals()")

    assert after.text == "False"


def test_an_answer_that_sends_requests_forever_is_stopped(adding: Lesson) -> None:
    loop = (
        "def add(a, b):\n    while True:\n        try:\n            client.list_tables()\n"
        '        except Exception:\n            pass\n\ncheck("add")'
    )
    *_, shown = adding.run("from classroom import connect\nclient = connect()", loop)

    assert shown.error is None
    assert "more than 300 requests: does the loop ever end?" in shown.text


def test_the_requests_of_later_cells_are_not_counted(adding: Lesson) -> None:
    *_, after = adding.run(
        "from classroom import connect\nclient = connect()",
        RIGHT,
        "for _ in range(310): client.list_tables()",
    )

    assert after.error is None

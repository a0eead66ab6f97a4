import pytest

from .kernel import Lesson

RED = "%%red NameError\ndef test_sum():\n    assert add(3, 1) == 4"
NOT_ATTEMPTED = "○ your turn: not attempted yet. Replace the ... and run this cell."


@pytest.mark.parametrize(
    "body",
    [
        "...",
        "def add(a, b):\n    ...",
        "def add(a, b):\n    return a + ...",
        "add = dict(sum=...)",
        "# your code\n",
        "def add(a: tuple[int, ...], b):\n    return ...",
    ],
)
def test_an_unfinished_cell_is_not_attempted_and_not_run(lesson: Lesson, body: str) -> None:
    *_, shown = lesson.run(RED, f"%%your_turn\n{body}")
    known, added = lesson.run("'add' in globals()", "%%green\ndef test_sum():\n    pass")

    assert (shown.error, shown.text) == (None, NOT_ATTEMPTED)
    assert known.text == "False"
    assert added.text == "✔ green: 1 passed (new: test_sum)"


def test_an_ellipsis_in_a_type_hint_is_finished_code(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        RED, "%%your_turn\ndef add(*numbers: *tuple[int, ...]):\n    return sum(numbers)"
    )

    assert shown.text == "✔ green: 1 passed (new: test_sum)"


def test_a_right_answer_is_green_and_its_tests_stand(lesson: Lesson) -> None:
    *_, answer, after = lesson.run(
        RED,
        "%%your_turn\ndef add(a, b):\n    return a + b\n"
        "def test_mine():\n    assert add(0, 0) == 0",
        "%%green\ndef test_next():\n    pass",
    )

    assert (answer.error, answer.text) == (None, "✔ green: 2 passed (new: test_sum, test_mine)")
    assert after.text == "✔ green: 3 passed (new: test_next)"


def test_a_wrong_answer_shows_pytests_failure_and_raises_nothing(lesson: Lesson) -> None:
    *_, shown = lesson.run(RED, "%%your_turn\ndef add(a, b):\n    return a - b")

    assert shown.error is None
    assert shown.state == ("✘ not yet: 1 failed. Read the first failure: its lines with E say why.")
    assert "E       assert 2 == 4" in shown.text


def test_nothing_later_depends_on_a_wrong_answer(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        RED,
        "%%your_turn\ndef add(a, b):\n    return a - b\n"
        "def test_mine():\n    assert add(1, 1) == 2",
        "%%green\ndef add(a, b):\n    return 4",
    )

    assert shown.text == "✔ green: 1 passed (new: test_sum)"


@pytest.mark.parametrize(
    ("body", "state", "text"),
    [
        (
            "def add(a, b):\n    return a + c\nadd(1, 1)",
            "✘ not yet: NameError",
            "    3 | return a + c\nNameError: name 'c' is not defined",
        ),
        ("x = = 1", "✘ not yet: SyntaxError", "    2 | x = = 1\nSyntaxError: invalid syntax"),
    ],
)
def test_the_learners_own_error_shows_their_line_and_raises_nothing(
    lesson: Lesson, body: str, state: str, text: str
) -> None:
    shown, plain = lesson.run(f"%%your_turn\n{body}", "1 / 0")

    assert (shown.error, shown.text) == (None, f"{state}\n\n{text}")
    assert plain.error == "ZeroDivisionError"


def test_a_skipped_test_is_not_an_answer(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%your_turn\n@pytest.mark.skip\ndef test_mine():\n    pass")

    assert shown.error is None
    assert shown.state.startswith("✘ not yet: 1 skipped.")


def test_a_turn_without_any_test_is_an_error(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%your_turn\nx = 1")

    assert shown.error == "LessonError"


def test_only_the_named_tests_run(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        RED,
        "%%red NameError\ndef test_other():\n    other()",
        "%%your_turn test_sum\ndef add(a, b):\n    return a + b",
    )

    assert shown.text.startswith("✔ green: 1 passed")


WRITE_A_RED = (
    "%%your_turn red AssertionError: assert (2 + 2) == 5\ndef test_mine():\n    assert 2 + 2 =="
)


def test_a_test_that_the_learner_writes_can_be_wanted_red(lesson: Lesson) -> None:
    (shown,) = lesson.run(f"{WRITE_A_RED} 5")

    assert (shown.error, shown.state) == (None, "✘ red, as it should be: your test can fail")


@pytest.mark.parametrize(("number", "said"), [(4, "test_mine passes"), ("four", "NameError")])
def test_a_test_that_passes_or_fails_otherwise_is_not_yet_red(
    lesson: Lesson, number: object, said: str
) -> None:
    (shown,) = lesson.run(f"{WRITE_A_RED} {number}")

    assert shown.error is None
    assert shown.state.endswith(f"The test should fail otherwise, not with: {said}")


def test_a_wanted_red_must_say_which(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%your_turn red\ndef test_mine():\n    assert False")

    assert shown.error == "LessonError"
    assert "say which error you expect" in shown.text


def test_a_turn_that_is_taken_after_run_all_is_judged_by_the_tests_before_it(
    lesson: Lesson,
) -> None:
    later = "%%red NameError\ndef test_later():\n    assert later() == 1"
    green = "%%green\ndef add(a, b):\n    return a + b"
    last = "%%green\ndef later():\n    return 1"
    right = "%%your_turn\ndef add(a, b):\n    return b + a"

    *_, shown = lesson.run(
        *(RED, "%%your_turn\nadd = ...", green, later, last, "del later", right),
        ids=["red", "turn", "green", "later", "last", "plain", "turn"],
    )

    assert shown.text.startswith("✔ green: 1 passed")


def test_a_wanted_red_is_still_new_to_the_next_green(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        "%%your_turn red NameError\ndef test_mine():\n    assert mine() == 1",
        "%%green\ndef mine():\n    return 1",
    )

    assert shown.text == "✔ green: 1 passed (new: test_mine)"

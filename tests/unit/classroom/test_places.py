"""A cell belongs where it stands in the lesson, whenever it runs."""

import pytest

from .kernel import START, Lesson

NO_STORE = "%%red 1a NameError: name 'Store' is not defined\ndef test_store():\n    Store()"
STORE = "%%green 1b\nclass Store:\n    pass"
NO_APPEND = (
    "%%red 2a AttributeError: 'Store' object has no attribute 'append'\n"
    "def test_append():\n    Store().append()"
)
APPEND = "%%green 2b\nclass Store(Store):\n    def append(self):\n        pass"
LESSON = (NO_STORE, STORE, NO_APPEND, APPEND)
SHOWN = [
    "✘ red, as it should be: NameError",
    "✔ green: 1 passed (new: test_store)",
    "✘ red, as it should be: AttributeError",
    "✔ green: 2 passed (new: test_append)",
]


def states(lesson: Lesson, *cells: str) -> list[str]:
    return [shown.state for shown in lesson.run(*cells)]


def test_a_cell_that_ran_too_early_changes_nothing_for_those_above_it(lesson: Lesson) -> None:
    (early,) = lesson.run(
        "%%green 2b\nclass Store:\n    append = size = 1\n\ndef test_size():\n    Store.size"
    )
    assert early.state == "✔ green: 1 passed (new: test_size)"

    assert states(lesson, START, *LESSON)[1:] == SHOWN


@pytest.mark.parametrize("early", [2, 3])
def test_a_restart_a_late_cell_and_then_all_above_it_as_the_hint_says(
    lesson: Lesson, early: int
) -> None:
    (shown,) = lesson.run(LESSON[early])
    assert "Run > Run All Above Selected Cell" in shown.text

    assert states(lesson, START, *LESSON[: early + 1])[1:] == SHOWN[: early + 1]


def test_a_whole_lesson_runs_twice_in_one_kernel_and_says_the_same(lesson: Lesson) -> None:
    assert states(lesson, START, *LESSON, START, *LESSON) == ["", *SHOWN, "", *SHOWN]


def test_an_old_red_between_changes_nothing_for_a_later_green(lesson: Lesson) -> None:
    *_, later = states(lesson, *LESSON, NO_STORE, APPEND)

    assert later == SHOWN[3]


def test_a_later_cell_does_not_bring_its_tests_to_an_earlier_green(lesson: Lesson) -> None:
    *_, earlier = states(lesson, *LESSON, STORE)

    assert earlier == SHOWN[1]


def test_an_earlier_version_of_a_test_is_the_one_that_an_earlier_green_runs(
    lesson: Lesson,
) -> None:
    again = "%%green 2a\ndef test_store():\n    assert later == 1\n\nlater = 1"
    *_, earlier = states(lesson, NO_STORE, STORE, again, STORE)

    assert earlier == SHOWN[1]


def test_what_a_function_changes_by_global_stays(lesson: Lesson) -> None:
    count = "%%green 1a\ncalls = 0\n\ndef call():\n    global calls\n    calls += 1\n"
    count += "\ndef test_call():\n    call()"
    *_, seen = lesson.run(count, "%%green 1b\ndef test_more():\n    call()", "calls")

    assert seen.text == "3"


def test_a_name_that_a_cell_deletes_is_gone_from_there_on(lesson: Lesson) -> None:
    gone = (
        "%%green 1c\ndel Store, test_store\n\ndef test_gone():\n    assert 'Store' not in globals()"
    )
    shown = states(lesson, NO_STORE, STORE, gone, STORE, gone)

    assert shown[2:] == [
        "✔ green: 1 passed (new: test_gone)",
        SHOWN[1],
        "✔ green: 1 passed (new: test_gone)",
    ]


def test_an_ordinary_cell_belongs_after_the_one_that_ran_last(lesson: Lesson) -> None:
    changed = "%%red 2a AssertionError\ndef test_size():\n    assert size == 3"
    first = "%%red 1a AssertionError\ndef test_size_too():\n    assert size == 2"
    *_, again = lesson.run("size = 1", first, "size = 2", changed, "size = 3", first)

    assert "assert 1 == 2" in again.text


def test_an_ordinary_cell_that_ran_out_of_its_order_keeps_what_it_bound(lesson: Lesson) -> None:
    shown = states(lesson, NO_APPEND, "size = 1", "%%green 1a\ndef test_size():\n    assert size")

    assert shown[-1] == "✔ green: 1 passed (new: test_size)"


def test_a_cell_of_the_learners_own_needs_no_place(lesson: Lesson) -> None:
    mine = "%%green\ndef test_mine():\n    Store().append()"
    *_, shown = lesson.run(*LESSON, mine)

    assert shown.text == "✔ green: 3 passed (new: test_mine)"


def test_two_cells_of_the_same_place_are_one_that_was_changed(lesson: Lesson) -> None:
    *_, shown = lesson.run(NO_STORE, STORE, STORE.replace("pass", "size = 1"), "Store.size")

    assert shown.text == "1"


def test_a_test_cell_shows_what_pytest_says_whatever_comes(lesson: Lesson) -> None:
    fails, passes = lesson.run(
        "%%test 1a\ndef test_sum():\n    assert 1 + 1 == 3",
        "%%test 1b\ndef test_sum():\n    assert 1 + 1 == 2",
    )

    assert (fails.error, passes.error) == (None, None)
    assert fails.state == "▷ pytest says: 1 failed"
    assert "E       assert (1 + 1) == 3" in fails.text
    assert passes.state == "▷ pytest says: 1 passed"
    assert "background:#56606b" in fails.html


def test_the_tests_of_a_test_cell_stand_for_later_greens(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        "%%test 1a\ndef test_store():\n    Store()", "%%green 1b\nclass Store:\n    pass"
    )

    assert shown.text == "✔ green: 1 passed (new: test_store)"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%test 1a NameError\ndef test_it():\n    pass", "write only the cell's place"),
        ("%%test 1a\nx = 1", "there is no test to run"),
        ("%%test 1a\n@pytest.mark.skip\ndef test_it():\n    pass", "must pass or fail"),
    ],
)
def test_a_test_cell_proves_something_or_says_what_is_wrong(
    lesson: Lesson, cell: str, said: str
) -> None:
    (shown,) = lesson.run(cell)

    assert shown.error == "LessonError"
    assert said in shown.text


def test_take_home_takes_the_latest_of_the_lesson_and_not_of_the_clock(
    lesson: Lesson, tmp_path
) -> None:
    lesson.run(
        f"import os; os.environ['EVENTSTORE_MY'] = {str(tmp_path)!r}",
        "from classroom import connect, lesson_table, take_home",
        *LESSON,
        STORE,
        NO_STORE,
        "take_home()",
    )

    assert "def append" in (tmp_path / "store" / "store.py").read_text()
    tests = (tmp_path / "store" / "test_store.py").read_text()
    assert "def test_store" in tests
    assert "def test_append" in tests

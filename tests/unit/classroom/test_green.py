from .kernel import Lesson

ONE = "%%red NameError\ndef test_one():\n    assert first == 1"
TWO = "%%red NameError\ndef test_two():\n    assert second == 2"


def test_green_runs_the_tests_of_the_cells_before_it_too(lesson: Lesson) -> None:
    *_, shown = lesson.run(ONE, TWO, "%%green\nfirst, second = 1, 2\ndef test_three():\n    pass")

    assert shown.error is None
    assert shown.text == "✔ green: 3 passed (new: test_one, test_two, test_three)"


def test_green_names_only_tests_that_no_earlier_green_ran(lesson: Lesson) -> None:
    *_, shown = lesson.run(ONE, "%%green\nfirst = 1", TWO, "%%green\nsecond = 2")

    assert shown.text == "✔ green: 2 passed (new: test_two)"


def test_green_leaves_long_names_out_of_its_line(lesson: Lesson) -> None:
    (shown,) = lesson.run(f"%%green\ndef test_{'long' * 20}():\n    pass")

    assert shown.text == "✔ green: 1 passed"


def test_a_failing_test_is_shown_and_raised(lesson: Lesson) -> None:
    *_, shown = lesson.run(ONE, "%%green\nfirst = 3\ndef test_more():\n    pass")

    assert shown.error == "LessonError"
    assert shown.state == "✘ not green: 1 failed, 1 passed"
    assert "E       assert 3 == 1" in shown.text
    assert "LessonError: these tests should pass, but fail: test_one" in shown.text


def test_green_can_run_named_tests_alone(lesson: Lesson) -> None:
    *_, some, unknown = lesson.run(
        ONE, TWO, "%%green test_two\nsecond = 2", "%%green test_tow\nsecond = 2"
    )

    assert (some.error, some.state) == (None, "✔ green: 1 passed (new: test_one, test_two)")
    assert (
        unknown.text == "LessonError: no test is called test_tow; so far we have test_one, test_two"
    )


def test_a_deleted_test_no_longer_counts(lesson: Lesson) -> None:
    *_, shown = lesson.run(ONE, "del test_one", "%%green\ndef test_new():\n    pass")

    assert shown.text == "✔ green: 1 passed (new: test_new)"


def test_a_test_written_again_replaces_the_old_one(lesson: Lesson) -> None:
    *_, shown = lesson.run(ONE, "%%green\ndef test_one():\n    assert True")

    assert shown.state.startswith("✔ green: 1 passed")


def test_a_test_that_its_cell_no_longer_writes_is_forgotten(lesson: Lesson) -> None:
    *_, shown = lesson.run(
        "%%green 1a\ndef test_old():\n    pass", "%%green 1a\ndef test_new():\n    pass"
    )

    assert shown.text == "✔ green: 1 passed (new: test_new)"


def test_a_test_that_was_stopped_does_not_count(lesson: Lesson) -> None:
    endless = "%%green 1a\ndef test_endless():\n    raise KeyboardInterrupt"
    stopped, after = lesson.run(endless, "%%green 1b\ndef test_it():\n    pass")

    assert stopped.text == (
        "LessonError: stopped before the tests were done, so this cell doesn't count"
    )
    assert after.text == "✔ green: 1 passed (new: test_it)"


def test_a_test_may_use_fixtures_of_earlier_cells_and_what_the_notebook_knows(
    lesson: Lesson,
) -> None:
    *_, shown = lesson.run(
        "hp = 8",
        "@pytest.fixture\ndef hit():\n    return -2",
        "%%green\n@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_sum(hit, n):\n    assert hp + hit == 6\n"
        "class TestGroup:\n    def test_inner(self, hit):\n        assert hit < 0",
    )

    assert shown.state.startswith("✔ green: 3 passed")


def test_a_test_that_returns_its_comparison_does_not_pass(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%green\ndef test_one():\n    return 1 == 2")

    assert shown.error == "LessonError"


def test_the_last_value_of_a_cell_is_shown_as_usual(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%green\ndef test_one():\n    pass\n3 + 4")

    assert shown.text.startswith("7\n✔ green")


def test_an_empty_line_of_a_cell_keeps_its_number(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%green\n\n\ndef test_one():\n    assert 0")

    assert "cell:5: AssertionError" in shown.text

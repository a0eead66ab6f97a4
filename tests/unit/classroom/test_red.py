import pytest

from .kernel import Lesson

RED = "%%red 1a NameError: name 'Event'\ndef test_version():\n    assert Event(1).version == 1"
GREEN = "%%green 1b\nclass Event:\n    def __init__(self, version):\n        self.version = version"


def test_a_red_cell_shows_pytests_own_failure_and_its_state_in_words(lesson: Lesson) -> None:
    (shown,) = lesson.run(RED)

    assert shown.error is None
    assert shown.text == (
        "✘ red, as it should be: NameError\n"
        "\n"
        "F\n"
        "=================================== FAILURES ===================================\n"
        "_________________________________ test_version _________________________________\n"
        "\n"
        "    def test_version():\n"
        ">       assert Event(1).version == 1\n"
        "E       NameError: name 'Event' is not defined\n"
        "\n"
        "cell:3: NameError\n"
        "1 failed"
    )


def test_the_html_says_the_same_with_markup_escaped(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%red AssertionError\ndef test_less():\n    assert '<b>' == '<i>'")

    assert "✘ red, as it should be: AssertionError</div><pre" in shown.html
    assert "&lt;b&gt;" in shown.html
    assert "<b>" not in shown.html


@pytest.mark.parametrize(
    "line",
    [
        "AssertionError: assert 8 - 2 - 3 == 4",  # as written
        "AssertionError: assert ((8 - 2) - 3) == 4",  # as pytest writes it
        "AssertionError",
    ],
)
def test_a_red_cell_accepts_its_type_and_fragment(lesson: Lesson, line: str) -> None:
    (shown,) = lesson.run(f"%%red {line}\ndef test_sum():\n    assert 8 - 2 - 3 == 4")

    assert (shown.error, shown.state) == (None, "✘ red, as it should be: AssertionError")


def test_a_missing_exception_is_red_as_failed(lesson: Lesson) -> None:
    (shown,) = lesson.run(
        "%%red Failed: DID NOT RAISE ValueError\n"
        "def test_raises():\n    with pytest.raises(ValueError):\n        pass"
    )

    assert (shown.error, shown.state) == (None, "✘ red, as it should be: Failed")


@pytest.mark.parametrize("line", ["TypeError", "NameError: name 'Store'", "Error", "Exception"])
def test_another_failure_than_the_expected_one_is_an_error(lesson: Lesson, line: str) -> None:
    (shown,) = lesson.run(RED.replace("NameError: name 'Event'", line))

    assert shown.error == "LessonError"
    assert shown.state == "✘ red, but not as expected: NameError"
    assert shown.text.endswith(f"LessonError: test_version should fail with {line}")


def test_every_test_of_a_red_cell_must_fail(lesson: Lesson) -> None:
    (shown,) = lesson.run(f"{RED}\ndef test_more():\n    pass")

    assert shown.error == "LessonError"
    assert shown.text.endswith(
        "LessonError: test_version, test_more should fail with NameError: name 'Event'"
    )


def test_a_red_cell_runs_its_own_tests_only(lesson: Lesson) -> None:
    *_, shown = lesson.run(RED, "%%red KeyError\ndef test_key():\n    {}['x']")

    assert shown.text.endswith("1 failed")
    assert shown.error is None


def test_a_red_cell_that_passes_is_an_error(lesson: Lesson) -> None:
    (shown,) = lesson.run("%%red NameError\ndef test_nothing():\n    pass")

    assert shown.error == "LessonError"
    assert shown.state == "✘ red, but not as expected: test_nothing passes"
    assert shown.text.endswith("LessonError: test_nothing should fail with NameError")


def test_a_red_cell_is_red_again_after_its_green_and_says_where_that_is(lesson: Lesson) -> None:
    first, _, again = lesson.run(RED, GREEN, RED)

    assert again.error is None
    assert again.state == "✘ red, as it should be: NameError; ✔ green since 1b"
    assert again.text.splitlines()[1:] == first.text.splitlines()[1:]


def test_a_red_cell_says_no_more_of_a_green_once_a_later_cell_has_another_such_test(
    lesson: Lesson,
) -> None:
    other = "%%red 1b KeyError\ndef test_version():\n    {}['version']"
    *_, again = lesson.run(RED, other, GREEN.replace("1b", "1c"), RED)

    assert again.state == "✘ red, as it should be: NameError"


def test_a_red_cell_whose_table_has_changed_since_is_told_so_calmly(lesson: Lesson) -> None:
    cell = "%%red 1a KeyError\ndef test_key():\n    assert drawer['key'] == 1"
    _, _, _, passes, _, differs = lesson.run(
        "drawer = {}", cell, "drawer['key'] = 1", cell, "drawer['key'] = 2", cell
    )

    assert (passes.error, passes.text) == (None, "✔ green now; it was red before")
    assert differs.error is None
    assert differs.state == "✘ red in another way now; the lesson has gone on since"


@pytest.mark.parametrize(
    "body",
    [
        "x = 1",
        "@pytest.mark.skip\ndef test_a():\n    assert 0",
        "@pytest.mark.xfail\ndef test_a():\n    assert 0",
        "@pytest.fixture\ndef broken():\n    assert 0\ndef test_a(broken):\n    pass",
        "def test_a(unknown):\n    assert 0",
        "@pytest.fixture\ndef broken():\n    yield\n    assert 0\n"
        "def test_a(broken):\n    assert 0",
        "@pytest.mark.parametrize('n', [1])\ndef test_a():\n    assert 0",
    ],
    ids=["no test", "skip", "xfail", "set-up", "no fixture", "tear-down", "collection"],
)
@pytest.mark.parametrize("magic", ["red AssertionError", "green"])
def test_a_test_that_neither_passes_nor_fails_is_an_error(
    lesson: Lesson, magic: str, body: str
) -> None:
    (shown,) = lesson.run(f"%%{magic}\n{body}")

    assert shown.error == "LessonError"
    assert "no test to run" in shown.text or "neither red nor green" in shown.state


@pytest.mark.parametrize("line", ["", "name is not defined", ": fragment", "Name-Error"])
def test_bad_usage_gets_the_right_form(lesson: Lesson, line: str) -> None:
    (shown,) = lesson.run(f"%%red {line}\ndef test_a():\n    assert 0")

    assert shown.text == (
        "LessonError: say which error you expect: %%red 1a NameError: name 'EventStore'"
    )


@pytest.mark.parametrize("magic", ["red NameError", "green"])
def test_an_error_of_the_cell_itself_is_shown_as_usual(lesson: Lesson, magic: str) -> None:
    raised, misspelt, plain = lesson.run(
        f"%%{magic}\nhp = 8\nhp - undefined", f"%%{magic}\nx = = 1", "1 / 0"
    )

    assert raised.error == "NameError"
    assert "3" in raised.text
    assert "magics.py" not in raised.text
    assert misspelt.error == "SyntaxError"
    assert "magics.py" not in misspelt.text
    assert plain.error == "ZeroDivisionError"
    assert "1 / 0" in plain.text.replace("\x1b[39m", "").replace("\x1b[32m", "")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "@pytest.mark.skip\ndef test_a():\n    assert 0",
            "test_a was skipped, but every test must pass or fail",
        ),
        (
            "@pytest.mark.xfail\ndef test_a():\n    assert 0",
            "test_a is expected to fail (xfail), but every test must pass or fail",
        ),
        (
            "def test_a(unknown):\n    assert 0",
            "test_a ended in an error outside the test, but every test must pass or fail",
        ),
        (
            "@pytest.mark.parametrize('n', [1])\ndef test_a():\n    assert 0",
            "pytest found no test that it can run",
        ),
    ],
    ids=["skip", "xfail", "no fixture", "collection"],
)
def test_the_error_says_what_became_of_a_test_that_neither_passes_nor_fails(
    lesson: Lesson, body: str, told: str
) -> None:
    (shown,) = lesson.run(f"%%green\n{body}")

    assert shown.text.endswith(f"LessonError: {told}")


@pytest.mark.parametrize("magic", ["red AssertionError", "green"])
def test_a_cell_that_needs_what_is_not_installed_says_so_in_one_line(
    lesson: Lesson, magic: str
) -> None:
    (shown,) = lesson.run(f"%%{magic}\nfrom hypothesiss import given\ndef test_a():\n    pass")

    assert shown.text == "LessonError: this cell needs hypothesiss, which isn't installed here"


def test_what_the_kernel_logs_meanwhile_is_not_shown(lesson: Lesson) -> None:
    # JupyterLab's debugger may ask the kernel something at any moment.
    (shown,) = lesson.run(
        "%%red 1a AssertionError\nimport logging\ndef test_it():\n"
        "    logging.getLogger('IPKernelApp').critical('Control ' 'received')\n"
        "    logging.getLogger('game').critical('a log of our own')\n    assert False"
    )

    assert shown.text.startswith("✘ red, as it should be")
    assert "Control received" not in shown.text
    assert "a log of our own" in shown.text

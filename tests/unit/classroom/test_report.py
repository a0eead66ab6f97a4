"""What a failure looks like: pytest's own words, the same everywhere."""

import os
import re
import sys
from pathlib import Path

import pytest

from .kernel import Lesson


def failure(lesson: Lesson, test: str, *before: str) -> str:
    *_, shown = lesson.run(*before, f"%%green\n{test}")
    assert shown.error == "LessonError", shown.text
    return shown.text


def test_the_failure_is_the_same_whatever_the_environment_says(lesson: Lesson) -> None:
    test = "def test_a():\n    assert list(range(40)) == [*range(20), 0, *range(21, 40)]"
    hostile = {"CI": "1", "BUILD_NUMBER": "7", "COLUMNS": "200", "FORCE_COLOR": "1"}
    hostile |= {"PYTEST_ADDOPTS": "-vv -x", "PYTEST_PLUGINS": "nbval.plugin", "TERM": "dumb"}

    calm = failure(lesson, test)
    lesson.run(f"import os; os.environ.update({hostile})")
    loud = failure(lesson, test)
    (after,) = lesson.run(
        f"[os.environ.pop(n) for n in {list(hostile)}] == {list(hostile.values())}"
    )

    assert loud == calm
    assert after.text == "True"


def test_no_path_time_address_colour_or_caret_is_left(lesson: Lesson) -> None:
    text = failure(
        lesson,
        "class Store: pass\ndef test_a():\n    assert Store() == Store()\n"
        "def test_b():\n    from dataclasses import datclass",
    )

    assert "<__main__.Store object at 0x...> == <__main__.Store object at 0x...>" in text
    assert "(dataclasses.py)" in text
    assert not re.search(rf"{sys.prefix}|ipykernel|\x1b|t_[0-9a-f]{{8}}| in \d|\^", text)


@pytest.mark.parametrize("statement", ["json.dumps(1)", "pytst.raises", "from json import dmps"])
def test_the_interpreters_suggestions_are_left_out(lesson: Lesson, statement: str) -> None:
    assert "Did you" not in failure(lesson, f"def test_a():\n    {statement}")


def test_what_only_a_terminal_can_do_is_not_advised(lesson: Lesson) -> None:
    lists = "def test_a():\n    assert list(range(40)) == [*range(20), 0, *range(21, 40)]"
    texts = "def test_a():\n    assert 'a\\n' * 40 == 'b\\n' * 40"

    for text in (failure(lesson, lists), failure(lesson, texts)):
        assert "-v" not in text
    assert "Full output truncated" in failure(lesson, texts)


def test_an_error_from_inside_a_library_is_shown_at_the_learners_own_line(lesson: Lesson) -> None:
    text = failure(
        lesson,
        "def test_a():\n    store_missing()",
        "from classroom import connect\nclient = connect()",
        "def store_missing():\n    client.put_item(TableName='none', Item={'Id': {'S': 'a'}})",
    )

    assert ">       store_missing()" in text
    assert ">       client.put_item(TableName='none'" in text
    assert "ResourceNotFoundException: An error occurred" in text
    assert "botocore/client.py" not in text


def test_the_cause_of_an_error_is_shown_as_short(lesson: Lesson) -> None:
    text = failure(
        lesson,
        "class AppendError(Exception): pass\n"
        "def test_a():\n"
        "    try:\n"
        "        client.put_item(TableName='none', Item={})\n"
        "    except Exception as error:\n"
        "        raise AppendError('no') from error",
        "from classroom import connect\nclient = connect()",
    )

    assert "The above exception was the direct cause of the following exception:" in text
    assert "botocore/" not in text
    assert len(text.splitlines()) < 35


def test_a_frozen_dataclass_fails_at_the_assignment(lesson: Lesson) -> None:
    text = failure(
        lesson,
        "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass Event:\n    version: int\n"
        "def test_a():\n    event = Event(1)\n    event.version = 2",
    )

    assert ">       event.version = 2\nE       dataclasses.FrozenInstanceError" in text
    assert "???" not in text


def test_long_values_do_not_flood(lesson: Lesson) -> None:
    text = failure(
        lesson,
        "def test_a():\n    print('x' * 100_000)\n    print('y\\n' * 5_000)\n"
        "    assert 'a' * 9999 == 'b'",
    )

    assert max(map(len, text.splitlines())) < 250
    assert len(text.splitlines()) < 130
    assert "lines hidden" in text
    assert "1 failed" in text


def test_what_a_test_printed_is_shown_with_its_failure(lesson: Lesson) -> None:
    assert "Captured stdout call" in failure(lesson, "def test_a():\n    print('hp')\n    assert 0")


def test_a_counterexample_of_hypothesis_is_shown_and_no_folder_of_it_is_left(
    lesson: Lesson, tmp_path: Path
) -> None:
    (before,) = lesson.run("import os; os.getcwd()")
    text = failure(
        lesson,
        "from hypothesis import given, settings, strategies\n"
        "calm = settings(derandomize=True, database=None, deadline=None, print_blob=False)\n"
        "@calm\n@given(n=strategies.integers())\ndef test_a(n):\n    assert n < 3\n"
        "@calm\n@given(n=strategies.integers())\ndef test_b(n):\n    assert n < 2**200",
        f"os.chdir({str(tmp_path)!r})",
    )
    lesson.run(f"os.chdir({before.text})")

    assert "test_a(\nE           n=3,\nE       )" in text
    assert "hypothesis/core.py" not in text
    assert os.listdir(tmp_path) == []


def test_a_cell_looks_into_no_folder_around_its_own_and_collects_no_garbage(
    lesson: Lesson,
) -> None:
    *_, shown = lesson.run(
        "import gc, os\nseen, scandir, collect = [], os.scandir, gc.collect\n"
        "os.scandir = lambda path: (seen.append(os.path.abspath(path)), scandir(path))[1]\n"
        "gc.collect = lambda *_: seen.append('garbage')",
        "%%green\ndef test_a(): pass",
        "os.scandir, gc.collect = scandir, collect\nset(seen) - {os.getcwd()}",
    )

    assert shown.text == "set()"

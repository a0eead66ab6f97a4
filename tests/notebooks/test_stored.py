"""The tracked lessons are executed, whole, clean, and leak nothing; and the guard would notice."""

import copy

import pytest

from .lessons import NOTEBOOKS, code_cells, is_answer, lesson, magic, read
from .stored import complaints


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_lesson_is_executed_and_clean(path):
    assert list(complaints(read(path))) == []


def first(notebook, kind):
    return next(cell for cell in code_cells(notebook) if magic(cell) == kind)


def forget_count(notebook):
    code_cells(notebook)[3].execution_count = None


def swap_counts(notebook):
    code_cells(notebook)[3].execution_count = 99


def end_in_error(notebook):
    error = {"output_type": "error", "ename": "KeyError", "evalue": "x", "traceback": []}
    code_cells(notebook)[0].outputs = [type(notebook)(error)]


def write_to_stderr(notebook):
    warning = {"output_type": "stream", "name": "stderr", "text": "DeprecationWarning"}
    code_cells(notebook)[0].outputs = [type(notebook)(warning)]


def keep_kernel_metadata(notebook):
    notebook.metadata["widgets"] = {}


def lose_the_red(notebook):
    first(notebook, "red").outputs = []


def show_another_error(notebook):
    cell = first(notebook, "red")
    cell.source = cell.source.replace("AttributeError", "KeyError")


def lose_the_green(notebook):
    data = first(notebook, "green").outputs[0].data
    data["text/plain"] = "✘ not green: 1 failed"


def fill_in_an_exercise(notebook):
    cell = next(cell for cell in code_cells(notebook) if is_answer(cell))
    cell.outputs[0].data["text/plain"] = "✔ right: the first card stays"


def say(text):
    def leak(notebook):
        notebook.cells[0].source += f"\n{text}"

    leak.__name__ = text.split()[0].strip("/").replace("/", "_")
    return leak


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (forget_count, "not executed"),
        (swap_counts, "not executed"),
        (end_in_error, "ends in an error: KeyError"),
        (write_to_stderr, "writes to stderr: DeprecationWarning"),
        (keep_kernel_metadata, "metadata of a kernel"),
        (lose_the_red, "is not what it shows"),
        (show_another_error, "KeyError is not what it shows"),
        (lose_the_green, "does not say so"),
        (fill_in_an_exercise, "has filled it in"),
        (say("/home/ada/lesson"), "a home path"),
        (say("/Users/ada/lesson"), "a home path"),
        (say("http://registry.example/"), "a host or address"),
        (say("localhost:8000"), "a host or address"),
        (say("10.1.2.3"), "a host or address"),
        (say("AKIA" + "IOSFODNN7EXAMPLE"), "a credential"),
        (say("aws_secret_access_key = abc"), "a credential"),
        (say("{'aws_secret_access_key': 'wJalrX'}"), "a credential"),
        (say('"SecretAccessKey": "wJalrX"'), "a credential"),
        (say("ada-laptop.local"), "a host or address"),
        (say("0x7f12ab34cd"), "an object's address"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_guard_notices(spoil, said):
    notebook = copy.deepcopy(read(lesson(2)))
    spoil(notebook)

    assert said in "; ".join(complaints(notebook))


def test_every_beat_of_the_article_has_its_red_and_its_green():
    beats = {}
    for path in NOTEBOOKS:
        for cell in code_cells(read(path)):
            if "beat" in cell.metadata:
                beats.setdefault(cell.metadata["beat"], set()).add(magic(cell))

    assert sorted(beats) == list(range(1, 10))
    for beat in range(1, 9):
        assert beats[beat] & {"red", "test"}, f"beat {beat}"
        assert "green" in beats[beat], f"beat {beat}"

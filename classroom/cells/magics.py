"""The cell magics that make a notebook a test: %%red and %%green."""

import os
import re

import ipytest  # type: ignore[import-untyped]
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.core.magic import no_var_expand

from classroom.cells import checking, ipython
from classroom.cells.history import Cell, history
from classroom.cells.report import Outcome, run_tests
from classroom.display.banner import show_state
from classroom.errors import LessonError

_ABOVE = "Has a cell above not run yet? In the menu: Run > Run All Above Selected Cell."


def register(shell: InteractiveShell) -> None:
    """Give the shell the magics, rewrite its asserts as pytest does, and watch its cells."""
    ipytest.autoconfig(magics=False, addopts=())
    for magic in (red, green, no_var_expand(checking.exercise)):
        shell.register_magic_function(magic, "cell", magic.__name__)  # type: ignore[arg-type]
    if checking.as_exercise not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(checking.as_exercise)
    shell.events.register("post_run_cell", note_plain_cell)


def note_plain_cell(result: ExecutionResult) -> None:
    """Remember the source of an ordinary cell, for take_home."""
    cell = result.info
    if result.success and cell and cell.store_history and not cell.raw_cell.startswith("%%"):
        history.sources.append(ipython.python_of(cell.raw_cell))


@no_var_expand
def red(line: str, body: str) -> None:
    """Run the cell; each of its own tests must fail with this type and this in its message."""
    expected = _expectation(line)
    place = _enter("red", line, body)
    cell = history.cells[place]
    outcome = _run(cell.tests)
    _refuse_what_is_no_result(outcome)
    odd = _unlike(outcome, *expected)
    if odd and cell.key in history.reds and not os.environ.get("CI"):
        _show_a_former_red(outcome)
    elif odd:
        show_state(f"✘ red, but not as expected: {odd}", _hinting(outcome, expected[0]))
        raise LessonError(f"{', '.join(cell.tests)} should fail with {line.strip()}")
    else:
        history.reds.add(cell.key)
        show_state(f"✘ red, as it should be: {expected[0]}", outcome.text)


@no_var_expand
def green(line: str, body: str) -> None:
    """Run the cell; its tests and the earlier ones still standing, or those named, must pass."""
    place = _enter("green", line, body)
    standing = history.standing(place, ipython.shell().user_ns)
    chosen = line.split()
    if unknown := [name for name in chosen if name not in standing]:
        raise LessonError(f"no test is called {unknown[0]}; so far we have {', '.join(standing)}")
    outcome = _run(chosen or standing)
    _refuse_what_is_no_result(outcome)
    if failed := outcome.named("failed"):
        show_state(f"✘ not green: {outcome.summary}", _hinting(outcome))
        raise LessonError(f"these tests should pass, but fail: {', '.join(failed)}")
    show_state(_passed(outcome, place))


def _enter(magic: str, line: str, body: str) -> int:
    """Run the cell's body as IPython would, and return its place in the history."""
    # The magic's own line stays as a comment, so that line numbers are those of the cell.
    source = f"# %%{magic} {line}\n{body}"
    error, rendered = ipython.run_body(source)
    if isinstance(error, ModuleNotFoundError):  # a browser tab may lack hypothesis
        raise LessonError(f"this cell needs {error.name}, which is not installed here")
    if type(error) is NameError:
        rendered.append(_ABOVE)
    if error is not None:
        ipython.raise_as_the_cells_own(error, rendered)
    python = ipython.python_of(source)
    history.sources.append(python)
    return history.enter(Cell(ipython.cell_key(source), magic == "green", ipython.tests_in(python)))


def _run(names: list[str]) -> Outcome:
    if not names:
        raise LessonError("there is no test to run: write a function whose name begins with test_")
    return run_tests(names, ipython.shell().user_ns)


def _refuse_what_is_no_result(outcome: Outcome) -> None:
    """Raise for a skip, an xfail, a broken fixture or collection: they prove nothing."""
    odd = [f"{test.name}: {test.state}" for test in outcome.tests if not test.is_result]
    if odd or outcome.broken or not outcome.tests:
        show_state(f"✘ neither red nor green: {outcome.summary}", outcome.text)
        raise LessonError(f"every test must pass or fail; {odd[0] if odd else 'not collected'}")


def _hinting(outcome: Outcome, expected: str = "") -> str:
    """Return pytest's text; where a name is missing that should be there, with a hint."""
    missing = "NameError" in {test.error for test in outcome.tests} - {expected}
    return f"{outcome.text}\n\n{_ABOVE}" if missing else outcome.text


def _expectation(line: str) -> tuple[str, str]:
    """Return the type of the error and the part of its message that a red cell expects."""
    wanted = re.fullmatch(r"\s*([A-Za-z]\w*)\s*(?::\s*(.*?)\s*)?", line)
    if wanted is None:
        raise LessonError("say which error you expect: %%red NameError: name 'EventStore'")
    return wanted[1], wanted[2] or ""


def _unlike(outcome: Outcome, error: str, fragment: str) -> str:
    """Return what a test came to instead of this failure; nothing where all failed like this."""
    for test in outcome.tests:
        if test.error != error or fragment not in test.message:
            return test.error or f"{test.name} passes"
    return ""


def _show_a_former_red(outcome: Outcome) -> None:
    """Say how a red cell looks now that the lesson has gone on."""
    if outcome.named("failed"):
        show_state("✘ red in another way now; the lesson has gone on since", outcome.text)
    else:
        show_state("✔ green now; it was red before")


def _passed(outcome: Outcome, place: int) -> str:
    state = f"✔ green: {outcome.summary}"
    new = ", ".join(history.new(place, ipython.shell().user_ns))
    with_names = f"{state} (new: {new})"
    return with_names if new and len(with_names) <= 80 else state

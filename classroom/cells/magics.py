"""The cell magics that make a notebook a test: %%red, %%green and %%test.

The first word after the magic is the cell's place in the lesson: `%%red 4b NameError` is the second
red, green or test cell of beat (or step) 4. classroom.cells.history explains what places are for.
"""

import re
from collections.abc import Callable
from functools import wraps

import ipytest  # type: ignore[import-untyped]
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.core.magic import no_var_expand

from classroom.cells import checking, ipython, predicting, slips
from classroom.cells.history import Cell, history, position
from classroom.cells.report import Outcome, run_tests
from classroom.display.banner import show_state
from classroom.display.listing import definitions_in, listing
from classroom.errors import LessonError

_STOPPED = "stopped before the tests were done, so this cell doesn't count"
_RUN_ALL_ABOVE = "Has a cell above not run yet? In the menu: Run > Run All Above Selected Cell."


def register(shell: InteractiveShell) -> None:
    """Register the magics, rewrite asserts as pytest does, and watch every cell.

    A lesson's first cell calls this each time that it runs, which begins a new round.
    """
    ipytest.autoconfig(magics=False, addopts=())
    for magic in (red, green, test, no_var_expand(checking.exercise)):
        shell.register_magic_function(magic, "cell", magic.__name__)  # type: ignore[arg-type]
    if checking.as_exercise not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(checking.as_exercise)
        shell.events.register("post_run_cell", note_plain_cell)
    predicting.forget()
    history.begin(shell.user_ns)


def note_plain_cell(result: ExecutionResult) -> None:
    """Record the names that an ordinary cell has set. If it raises NameError, give a hint."""
    # Otherwise a second %load_ext would print a remark and not call us.
    if extensions := ipython.shell().extension_manager:
        extensions.loaded.discard("classroom")
    cell = result.info
    if not cell or ipython.is_in_a_body():  # the magic records it itself
        return
    plain = ipython.without_timing(cell.raw_cell)
    if plain.startswith("%%") or result.error_before_exec:  # a SyntaxError: nothing has run
        return
    source = ipython.python_of(plain)
    assigned = ipython.assigned_in(source)
    if not result.success:
        history.forget_names(assigned)
        if type(result.error_in_exec) is NameError:
            print(predicting.unquoted(source) or _RUN_ALL_ABOVE)  # noqa: T201 - below the traceback
        return
    if assigned or ipython.may_change_something(source):
        at = history.position_without_place(source)
        history.enter(Cell(source, at, "plain", source), ipython.shell().user_ns, assigned)
    if source.strip() and "predict(" not in source:
        predicting.show_replies_below(source)


def _stopped_kindly(magic: Callable[[str, str], None]) -> Callable[[str, str], None]:
    """If the learner presses stop, say so in a sentence, without our frames."""

    @wraps(magic)
    def run(line: str, body: str) -> None:
        try:
            magic(line, body)
        except KeyboardInterrupt:
            raise LessonError(_STOPPED) from None

    return run


@no_var_expand
@_stopped_kindly
def red(line: str, body: str) -> None:
    """Run the cell. Each of its own tests must fail with this error and this message text."""
    place, rest = _split_place(line)
    expected = _expectation(rest)
    cell = _enter("red", line, place, body)
    outcome = _run(cell, cell.tests)
    odd = _other_result(outcome, *expected)
    if odd and cell.key in history.reds:
        _show_a_former_red(outcome)
    elif odd:
        show_state(f"✘ red, but not as expected: {odd}", f"{outcome.text}\n\n{_RUN_ALL_ABOVE}")
        raise LessonError(f"{', '.join(cell.tests)} should fail with {rest.strip()}")
    else:
        history.reds.add(cell.key)
        green_since = history.first_green_after(cell)
        since = f"; ✔ green since {green_since}" if green_since else ""
        show_state(f"✘ red, as it should be: {expected[0]}{since}", outcome.text)


@no_var_expand
@_stopped_kindly
def green(line: str, body: str) -> None:
    """Run the cell. Its tests and all earlier ones that still exist must pass."""
    place, rest = _split_place(line)
    cell = _enter("green", line, place, body)
    names = ipython.shell().user_ns
    standing = history.standing(cell.at, names)
    chosen = rest.split()
    if unknown := [name for name in chosen if name not in standing]:
        raise LessonError(f"no test is called {unknown[0]}; so far we have {', '.join(standing)}")
    new = history.new(cell.at, names)
    outcome = _run(cell, chosen or standing)
    if failed := outcome.named("failed"):
        show_state(f"✘ not green: {outcome.summary}", f"{outcome.text}\n\n{_RUN_ALL_ABOVE}")
        raise LessonError(f"these tests should pass, but fail: {', '.join(failed)}")
    cell.passed = chosen or standing
    show_state(_passed(outcome, new), below=_with_new_lines_marked(cell, body))


@no_var_expand
@_stopped_kindly
def test(line: str, body: str) -> None:
    """Run the cell and its own tests, and show what pytest says. Nothing is expected."""
    place, rest = _split_place(line)
    if rest.strip():
        raise LessonError("write only the cell's place after %%test, as in %%test 4b")
    cell = _enter("test", line, place, body)
    outcome = _run(cell, cell.tests)
    show_state(f"▷ pytest says: {outcome.summary}", outcome.text)
    predicting.show_replies(place)


def _with_new_lines_marked(cell: Cell, body: str) -> str:
    """Return the cell's code as HTML if it changes what an earlier cell has defined."""
    before: dict[str, str] = {}
    for earlier in history.cells:
        if earlier.at < cell.at and earlier.kind != "answer":
            before |= definitions_in(earlier.source)
    return listing(ipython.python_of(body), before)


def _split_place(line: str) -> tuple[str, str]:
    """Split the magic's line into the place (empty if it has none) and the rest."""
    first, _, rest = line.strip().partition(" ")
    return (first, rest) if position(first) else ("", line)


def _enter(kind: str, line: str, place: str, body: str) -> Cell:
    """Run the cell's body as IPython would, with the names as they are at its place."""
    # The magic's own line stays as a comment, so that line numbers are those of the cell.
    source = f"# %%{kind} {line}\n{body}"
    if slips.waits(ipython.python_of(source)):
        raise LessonError(
            "await and async work here only inside an async def.\n"
            "Move that line into a cell of its own above this one: there it works as it is."
        )
    names = ipython.shell().user_ns
    key = place or source
    at = position(place) or history.position_without_place(key)
    history.go_to(at, names)
    error, rendered = ipython.run_body(source)
    python = "" if isinstance(error, SyntaxError) else ipython.python_of(source)
    assigned = ipython.assigned_in(python)
    if error is not None:
        history.forget_names(assigned)
        if isinstance(error, KeyboardInterrupt):
            raise LessonError(_STOPPED)
        if isinstance(error, ModuleNotFoundError):  # a browser tab may lack hypothesis
            raise LessonError(f"this cell needs {error.name}, which isn't installed here")
        if type(error) is NameError:
            rendered.append(_RUN_ALL_ABOVE)
        ipython.raise_as_the_cells_own(error, rendered)
    cell = Cell(key, at, kind, python, ipython.tests_in(python))
    history.enter(cell, names, assigned)
    return cell


def _run(cell: Cell, names: list[str]) -> Outcome:
    """Run these tests. LessonError for a skip, an xfail, a broken fixture: they prove nothing."""
    if not names:
        told = "there is no test to run: write a function whose name begins with test_"
        raise LessonError(f"{told}.\n{_RUN_ALL_ABOVE}")
    outcome = run_tests(names, ipython.shell().user_ns)
    if outcome.stopped:
        history.forget(cell)
        raise LessonError(_STOPPED)
    odd = [f"{test.name} {test.became}" for test in outcome.tests if not test.is_result]
    if odd or outcome.broken or not outcome.tests:
        show_state(f"✘ neither red nor green: {outcome.summary}", outcome.text)
        if not odd:
            raise LessonError("pytest found no test that it can run")
        raise LessonError(f"{odd[0]}, but every test must pass or fail")
    return outcome


def _expectation(line: str) -> tuple[str, str]:
    """Return the error type that a red cell expects, and the text in its message."""
    wanted = re.fullmatch(r"\s*([A-Za-z]\w*)\s*(?::\s*(.*?)\s*)?", line)
    if wanted is None:
        raise LessonError("say which error you expect: %%red 1a NameError: name 'EventStore'")
    return wanted[1], wanted[2] or ""


def _other_result(outcome: Outcome, error: str, fragment: str) -> str:
    """Return the first other result, or an empty string if all tests failed as expected."""
    for test in outcome.tests:
        if test.error != error or fragment not in test.message:
            return test.error or f"{test.name} passes"
    return ""


def _show_a_former_red(outcome: Outcome) -> None:
    """Show a red cell that was red before. Later cells may have changed the table since."""
    if outcome.named("failed"):
        show_state("✘ red in another way now; the lesson has gone on since", outcome.text)
    else:
        show_state("✔ green now; it was red before")


def _passed(outcome: Outcome, new: list[str]) -> str:
    state = f"✔ green: {outcome.summary}"
    with_names = f"{state} (new: {', '.join(new)})"
    return with_names if new and len(with_names) <= 80 else state

"""Read a cell's source, and run it inside a magic as IPython itself would run it."""

import ast
import linecache
import re
import symtable
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NoReturn

from classroom.cells import blanks, slips, stopping
from classroom.cells.definitions import FUNCTIONS, base_of
from classroom.exercises.exercise import EndlessError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_bodies = 0  # of magics, that run now


def shell() -> "InteractiveShell":
    """Return the shell that runs this cell."""
    from IPython.core.getipython import get_ipython

    found = get_ipython()
    assert found is not None  # noqa: S101 - a magic runs inside a shell
    return found


def python_of(source: str) -> str:
    """Return the cell with its IPython lines (`%load_ext`) translated, if they can be."""
    try:
        return str(shell().transform_cell(source))  # type: ignore[no-untyped-call]
    except SyntaxError:  # its tokenizer's, at a line that begins at no column used above it
        return source


def tests_in(python: str) -> list[str]:
    """Return the names of the test functions and test classes that the cell writes."""
    return [
        node.name
        for node in ast.parse(python).body
        if (isinstance(node, FUNCTIONS) and node.name.startswith("test_"))
        or (isinstance(node, ast.ClassDef) and node.name.startswith("Test"))
    ]


def assigned_in(python: str) -> set[str]:
    """Return the names that the code binds or deletes at its top level."""
    symbols = symtable.symtable(python, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def without_timing(cell: str) -> str:
    """Return the code of a cell that IPython times, or whose output it captures."""
    first, _, body = cell.partition("\n")
    return body if re.match(r"%%(time|capture|prun)\b", first) else cell


def may_change_something(python: str) -> bool:
    """Say whether the code may change what a name stands for, though it binds none.

    It imports `*`, or sets or calls something that is not ours: `NAMES["k"] = 1`, `count()`.
    """
    for node in ast.parse(python).body:
        if not isinstance(node, ast.Expr):
            return True
        if isinstance(node.value, ast.Call) and (name := base_of(node.value.func)):
            found = shell().user_ns.get(name)
            if not str(getattr(found, "__module__", "")).startswith(("classroom", "IPython")):
                return True
    return False


def is_in_a_body() -> bool:
    """Say whether what runs now is the body of one of our magics, not a cell of its own."""
    return _bodies > 0


def run_body(source: str) -> tuple[BaseException | None, list[str]]:
    """Run the source; return its error, if any, and IPython's rendering of it, not yet shown."""
    global _bodies
    here, rendered = shell(), list[str]()
    transformer = stopping.Stoppable()
    vars(here)["_showtraceback"] = lambda _type, _error, lines: rendered.extend(lines)
    here.ast_transformers.append(transformer)
    _bodies += 1
    try:
        result = here.run_cell(source)  # type: ignore[no-untyped-call]
    finally:
        _bodies -= 1
        here.ast_transformers.remove(transformer)
        del vars(here)["_showtraceback"]
    return result.error_before_exec or result.error_in_exec, rendered


def raise_as_the_cells_own(error: BaseException, rendered: list[str]) -> NoReturn:
    """Raise the error, and have IPython show it as `rendered`, without our own frames."""
    here = shell()

    def show(kind: type[BaseException], shown: BaseException, lines: list[str]) -> None:
        del vars(here)["_showtraceback"]
        here._showtraceback(kind, shown, rendered if shown is error else lines)

    vars(here)["_showtraceback"] = show
    raise error


def run_apart(source: str, names: dict[str, Any]) -> BaseException | None:
    """Run the source with these names instead of the notebook's; return its error, if any."""
    try:
        python = python_of(source)
        file = shell().compile.cache(python, shell().execution_count, source)
        exec(stopping.compiled(python, file), names)  # noqa: S102 - it is a cell
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and not isinstance(error, EndlessError):
            raise  # the learner has pressed stop
        return error
    return None


def own_line(names: dict[str, Any], error: BaseException, source: str, start: str = "") -> str:
    """Return the learner's line where the error came from, with its number, and the error.

    A typing mistake gets a sentence of ours instead of Python's. If it's on the line of a blank,
    the cell as it was at the `start` may say in a comment what goes there.
    """
    number, code = 0, ""
    for frame, line in walk_tb(error.__traceback__):
        text = linecache.getline(frame.f_code.co_filename, line)
        if frame.f_globals is names and text:  # the domain that a cell has opened has no lines here
            number, code = line, text
    message = str(error)
    if isinstance(error, SyntaxError):
        number, message = error.lineno or 0, error.msg
        # Some errors come without the line.
        code = error.text or "".join(source.splitlines()[max(number - 1, 0) : number])
    place = f"{number:5} | {code.strip()}\n" if number else ""
    if isinstance(error, EndlessError):
        return place + message
    told = slips.told(error, source, names, blanks.comment_on(code, start))
    return place + (told or f"{type(error).__name__}: {message}")

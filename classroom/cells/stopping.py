"""Stop code that never ends: when the learner presses stop, and an answer after a while.

An answer may swallow every error, in a loop that never ends, and so the stop as well. So before it
runs, each of its handlers that would take everything lets a stop through, and each of its loops and
functions looks at the clock. That works everywhere, also in a browser tab. On POSIX, a timer ends a
sleep, too. Nothing can stop a single call into C that never returns, such as
`sum(itertools.count())`.
"""

import ast
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from classroom.exercises.exercise import EndlessError

SECONDS = 20  # that an answer may take in all; ours take a tenth of it on a slow machine
_AGAIN = 0.2  # seconds; a stop may have been swallowed somewhere
TICK = "__tick__"  # the name of what looks at the clock


class Stoppable(ast.NodeTransformer):
    """Let a KeyboardInterrupt through every handler that would take it unasked."""

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """Put a handler that raises it again before the others."""
        self.generic_visit(node)
        if any(_takes_everything(handler) for handler in node.handlers):
            interrupt = ast.Name("KeyboardInterrupt", ast.Load())
            first = ast.ExceptHandler(interrupt, None, [ast.Raise()])
            node.handlers.insert(0, ast.copy_location(first, node.handlers[0]))
        return node


class _Ticking(Stoppable):
    """Look at the clock in each turn of a loop and in each call of a function, too."""

    def visit_While(self, node: ast.While) -> Any:
        """Begin it with a look at the clock."""
        return self._ticking(node)

    def visit_For(self, node: ast.For) -> Any:
        """Begin it with a look at the clock."""
        return self._ticking(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Begin it with a look at the clock."""
        return self._ticking(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        """Begin it with a look at the clock."""
        return self._ticking(node)

    def _ticking(self, node: Any) -> Any:
        self.generic_visit(node)
        has_docstring = hasattr(node, "decorator_list") and ast.get_docstring(node) is not None
        call = ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], []))
        node.body.insert(int(has_docstring), ast.copy_location(call, node.body[0]))
        return node


def compiled(python: str, file: str) -> Any:
    """Compile an answer so that it can be stopped; what it shows of itself stays the same."""
    tree = _Ticking().visit(ast.parse(python, file))
    return compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True, optimize=0)


@contextmanager
def limited(names: dict[str, Any]) -> Iterator[None]:
    """Give an answer with these names SECONDS in this block, then raise EndlessError in it."""
    deadline, over = time.monotonic() + SECONDS, False
    message = f"Stopped after {SECONDS} seconds. Does it ever end?"

    raised = False

    def tick() -> None:
        nonlocal raised
        # Functions of the answer may be called later, without a limit.
        if not over and time.monotonic() > deadline:
            raised = True
            raise EndlessError(message)

    def ring(_signal: int, frame: FrameType | None) -> None:
        nonlocal raised
        # The answer may be over by now, and we may be about to say so.
        if not over and (not raised or _is_within(names, frame)):
            raised = True
            raise EndlessError(message)

    names[TICK] = tick
    stop_timer = _timer(ring)
    before, sys.unraisablehook = sys.unraisablehook, _without_stops(sys.unraisablehook)
    try:
        yield
    finally:
        over = True
        stop_timer()
        sys.unraisablehook = before


def _timer(ring: Callable[..., None]) -> Callable[[], None]:
    """Call `ring` after SECONDS and again from then on; return what ends this."""
    if sys.platform == "win32" or sys.platform == "emscripten":
        return lambda: None
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = signal.signal(signal.SIGALRM, ring)
    left = signal.setitimer(signal.ITIMER_REAL, SECONDS, _AGAIN)

    def stop() -> None:
        signal.setitimer(signal.ITIMER_REAL, *left)
        signal.signal(signal.SIGALRM, before)

    return stop


def _without_stops(show: Callable[..., None]) -> Callable[..., None]:
    """Show what Python can't raise, such as an error in a `__del__`, but none of our own stops.

    The timer rings again, so a stop that is ignored there isn't lost.
    """

    def show_others(unraisable: Any) -> None:
        if not isinstance(unraisable.exc_value, EndlessError):
            show(unraisable)

    return show_others


def _is_within(names: dict[str, Any], frame: FrameType | None) -> bool:
    """Return whether code with these names is running."""
    while frame is not None and frame.f_globals is not names:
        frame = frame.f_back
    return frame is not None


def _takes_everything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id == "BaseException")
        for kind in kinds
    )

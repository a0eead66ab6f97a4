"""A cell that never ends can be stopped by hand, and an answer is stopped after a while."""

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from classroom.cells import stopping

from ...variants import every
from .adding import RIGHT
from .kernel import Lesson, Shown

posix = pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX ends a sleep")
# What an answer does forever; {begun} says that it has begun.
SWALLOWS = (
    "while True:\n    try:\n        {begun}\n        len('x')\n    except:\n        continue\n"
)
ENDLESS = {
    "a loop": "while True:\n    {begun}\n",
    "a loop that swallows everything": SWALLOWS,
    "a loop that swallows all by its name": SWALLOWS.replace("except", "except BaseException"),
    "a loop that swallows some": SWALLOWS.replace("except", "except (ValueError, BaseException)"),
    "a loop in a loop": "while True:\n    try:\n"
    + "".join(f"        {line}\n" for line in SWALLOWS.splitlines())
    + "    except:\n        continue\n",
    "a loop that leaves by finally": "while True:\n    try:\n        {begun}\n"
    "    finally:\n        continue\n",
    "a loop that suppresses": "import contextlib\nwhile True:\n"
    "    with contextlib.suppress(BaseException):\n        {begun}\n        len('x')\n",
    "a loop over all numbers": "import itertools\nfor n in itertools.count():\n    {begun}\n",
    "calls that swallow everything": "def deeper():\n    {begun}\n    try:\n        deeper()\n"
    "    except:\n        deeper()\ndeeper()\n",
}
ON_POSIX = {
    "a sleep": "import time\n{begun}\ntime.sleep(10**6)\n",
    "a sleep that swallows": "import time\nwhile True:\n    try:\n        {begun}\n"
    "        time.sleep(10**6)\n    except:\n        continue\n",
}
NOTHING_STAYS = (
    "import signal, sys, builtins\n"
    "(signal.getsignal(signal.SIGINT) is signal.default_int_handler, "
    "getattr(signal, 'getitimer', lambda _: (0, 0))(0), sys.gettrace(), "
    "[name for name in (*globals(), *vars(builtins)) if 'tick' in name], "
    "get_ipython().ast_transformers[1:])"
)
NOTHING = "(True, (0.0, 0.0), None, [], [])"
LIMIT = 0.3


def stopped_soon(lesson: Lesson, cell: str) -> Shown:
    """Run a cell whose answer never ends, with a limit that isn't worth waiting for."""
    setting = "from classroom.cells import stopping\nstopping.SECONDS = {}"
    _, shown, _ = lesson.run(setting.format(LIMIT), cell, setting.format(stopping.SECONDS))
    return shown


def endless(kind: str, begun: str = "pass") -> str:
    return (ENDLESS | ON_POSIX)[kind].format(begun=begun)


def in_function(code: str) -> str:
    return "def add(a, b):\n" + "".join(f"    {line}\n" for line in code.splitlines())


@every(
    kind=[*ENDLESS, *(pytest.param(kind, marks=posix) for kind in ON_POSIX)],
    where=["the cell", "a function"],
)
def test_an_answer_that_never_ends_is_stopped_and_the_learner_is_told(
    adding: Lesson, kind: str, where: str
) -> None:
    code = endless(kind)
    code = in_function(code) if where == "a function" else code
    shown = stopped_soon(adding, f'{code}\n\ncheck("add")')
    after, state = adding.run(NOTHING_STAYS, f"progress()\n{RIGHT}")

    assert shown.error is None
    assert shown.state == "✘ not yet"
    assert "| " in shown.text
    assert f"Stopped after {LIMIT} seconds. Does it ever end?" in shown.text
    assert "classroom" not in shown.text
    assert after.text == NOTHING
    assert state.state.startswith("✔ right")


@posix
def test_a_stop_that_python_ignores_shows_nothing_and_is_tried_again(adding: Lesson) -> None:
    # Python ignores what a callback of the garbage collector raises, and prints it.
    code = (
        "import gc, time\ncallback = lambda *_: time.sleep(0.5)\ngc.callbacks.append(callback)\n"
        "gc.collect()\ngc.callbacks.remove(callback)\nwhile True:\n    pass\n"
    )
    shown = stopped_soon(adding, f'{code}\n\ncheck("add")')
    (hook,) = adding.run("import sys\nsys.unraisablehook is sys.__unraisablehook__")

    assert shown.state == "✘ not yet"
    assert f"Stopped after {LIMIT} seconds. Does it ever end?" in shown.text
    assert "Exception ignored" not in shown.text
    assert hook.text == "True"


@pytest.mark.parametrize(
    "begin", ["def add(a, b):\n    return add(a, b)\n", "f = lambda: f()\nf()\n"]
)
def test_a_call_of_itself_without_end_gets_a_sentence(adding: Lesson, begin: str) -> None:
    (shown,) = adding.run(f'{begin}\n\ncheck("add")')

    assert shown.error is None
    assert "RecursionError: a function calls itself too often. Does it ever end?" in shown.text


def test_requests_without_end_are_stopped_though_every_error_is_swallowed(adding: Lesson) -> None:
    loop = in_function(endless("a loop that swallows everything", "client.list_tables()"))
    *_, shown = adding.run(
        "from classroom import connect\nclient = connect()", f'{loop}\n\ncheck("add")'
    )

    assert shown.error is None
    assert "more than 300 requests: does the loop ever end?" in shown.text


def test_a_right_answer_may_be_slow_and_may_be_called_later(adding: Lesson) -> None:
    slow = "import time\ndef add(a, b):\n    for _ in range(3):\n        time.sleep(0.1)\n"
    tomorrow = (
        "from types import SimpleNamespace\nfrom classroom.cells import stopping\n"
        "clock, hours = stopping.time, 24 * 60 * 60\n"
        "stopping.time = SimpleNamespace(monotonic=lambda: clock.monotonic() + hours)"
    )
    shown, _, later, _ = adding.run(
        f'{slow}    return a + b\n\ncheck("add")', tomorrow, "add(1, 2)", "stopping.time = clock"
    )

    assert shown.state.startswith("✔ right")
    assert later.text == "3"


def test_what_an_answer_shows_of_itself_is_as_it_was_written(adding: Lesson) -> None:
    code = (
        'def add(a, b):\n    """Add."""\n    for _ in (1,):\n        try:\n            pass\n'
        "        except:\n            pass\n    return a + b\n"
        "import inspect\nassert inspect.getsource(add).count('pass') == 2\n"
        "assert add.__doc__ == 'Add.'\nassert sorted(add.__code__.co_varnames) == ['_', 'a', 'b']\n"
    )
    (shown,) = adding.run(f'{code}\n\ncheck("add")')

    assert shown.state.startswith("✔ right")


@contextlib.contextmanager
def a_press(lesson: Lesson, flag: Path):
    """Press the stop button once the cell has made the file."""

    def press() -> None:
        deadline = time.monotonic() + 30
        while not flag.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(lesson.client.km.provisioner.pid, signal.SIGINT)

    flag.unlink(missing_ok=True)
    thread = threading.Thread(target=press)
    thread.start()
    yield
    thread.join()


def stopped(lesson: Lesson, tmp_path: Path, cell: str) -> Shown:
    with a_press(lesson, tmp_path / "begun"):
        (shown,) = lesson.run(cell)
    return shown


def touch(tmp_path: Path) -> str:
    return f"open({str(tmp_path / 'begun')!r}, 'a').close()"


KINDS = ["a loop", "a loop that swallows everything", "a loop in a loop", "a sleep that swallows"]


@posix
@every(
    where=["the test", "the cell"], magic=["green 1a", "red 1a NameError", "test 1a"], kind=KINDS
)
def test_a_cell_of_tests_that_is_stopped_does_not_count(
    lesson: Lesson, tmp_path: Path, magic: str, kind: str, where: str
) -> None:
    code = endless(kind, touch(tmp_path))
    if where == "the test":
        code = in_function(code).replace("def add(a, b)", "def test_endless()")
    else:
        code = f"def test_endless():\n    pass\n{code}"
    shown = stopped(lesson, tmp_path, f"%%{magic}\n{code}")
    after, nothing = lesson.run("%%green 1b\ndef test_it():\n    pass", NOTHING_STAYS)

    told = "stopped before the tests were done, so this cell doesn't count"
    assert (shown.error, shown.text) == ("LessonError", f"LessonError: {told}")
    assert after.text == "✔ green: 1 passed (new: test_it)"
    assert nothing.text == NOTHING


@posix
@every(where=["the cell", "a function"], kind=KINDS)
def test_an_answer_that_is_stopped_by_hand_is_not_judged(
    adding: Lesson, tmp_path: Path, kind: str, where: str
) -> None:
    code = endless(kind, touch(tmp_path))
    code = in_function(code) if where == "a function" else code
    shown = stopped(adding, tmp_path, f'{code}\n\ncheck("add")')
    state, right, nothing = adding.run("progress()", RIGHT, NOTHING_STAYS)

    told = "stopped, so this answer isn't judged"
    assert (shown.error, shown.text) == ("LessonError", f"LessonError: {told}")
    assert "✘ ○" not in state.text
    assert right.state.startswith("✔ right")
    assert nothing.text == NOTHING


@posix
def test_an_earlier_test_that_is_stopped_stays_for_the_next_green(
    lesson: Lesson, tmp_path: Path
) -> None:
    lesson.run("hp = 0", "%%green 1a\ndef test_hp():\n    while hp:\n        hit()")
    hit = f"%%green 1b\nhp = 1\ndef hit():\n    {touch(tmp_path)}"
    shown = stopped(lesson, tmp_path, hit)
    (after,) = lesson.run("%%green 1b\nhp = 0")

    assert shown.text.startswith("LessonError: stopped")
    assert after.text == "✔ green: 1 passed"


@posix
def test_a_plain_cell_that_is_stopped_leaves_the_others_alone(
    lesson: Lesson, tmp_path: Path
) -> None:
    shown = stopped(lesson, tmp_path, f"hp = 3\nwhile True:\n    {touch(tmp_path)}")
    after, nothing = lesson.run("%%green 1a\ndef test_hp():\n    assert hp == 3", NOTHING_STAYS)

    assert shown.error == "KeyboardInterrupt"
    assert "classroom" not in shown.text
    assert after.text.startswith("✔ green: 1 passed")
    assert nothing.text == NOTHING

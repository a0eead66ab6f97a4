"""Run tests by pytest and keep what pytest says, the same on every run and every machine."""

import contextlib
import io
import os
import re
import types
import warnings
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ipytest  # type: ignore[import-untyped]
import pytest

from classroom.backend.variables import changed_variables

# What would make pytest print something else here than there (CI: longer diffs).
_WHIMS = re.compile(r"CI|BUILD_NUMBER|PYTEST_\w+|\w*_COLORS?|LINES")
# Hypothesis would leave a folder beside the lesson, and works without it where it can't make one.
_SETTINGS = {"COLUMNS": "80", "HYPOTHESIS_STORAGE_DIRECTORY": os.devnull}
# Without confcutdir every folder up to / would be listed; the last plugin collects all garbage.
_OPTIONS = (
    *("-q", "-c", os.devnull, "--rootdir=.", "--confcutdir=.", "--noconftest"),
    *("--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    "--log-disable=IPKernelApp",  # it may log what JupyterLab asks it meanwhile
    *("-p", "no:warnings", "-p", "no:unraisableexception"),
    *("-rN", "--color=no", "--capture=sys", "-o", "console_output_style=classic"),
)
_LONGEST_LINE, _MOST_LINES = 240, 120


@dataclass
class Test:
    """What became of one test; `state` should be passed or failed."""

    __test__ = False
    name: str
    state: str
    error: str = ""
    message: str = ""

    @property
    def is_result(self) -> bool:
        """Say whether the test passed or failed; anything else proves nothing."""
        return self.state in ("passed", "failed")

    @property
    def became(self) -> str:
        """Say what became of the test, as a sentence about it ends: `was skipped`."""
        endings = {"skipped": "was skipped", "error": "ended in an error outside the test"}
        return endings.get(self.state, self.state)


@dataclass
class Outcome:
    """A pytest plugin: what became of the tests, and, afterwards, pytest's own words for it."""

    namespace: dict[str, Any]
    tests: list[Test] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    stopped: BaseException | None = None
    text: str = ""
    _files: set[str] = field(default_factory=set)

    def named(self, state: str) -> list[str]:
        """Return the names of the tests in this state."""
        return [test.name for test in self.tests if test.state == state]

    @property
    def summary(self) -> str:
        """Return pytest's last line, such as `1 failed, 2 passed`."""
        return self.text.splitlines()[-1]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Leave out the frames of libraries before pytest writes its report."""
        if call.excinfo is not None:
            self._trim(call.excinfo.value)
            call.excinfo = pytest.ExceptionInfo.from_exception(call.excinfo.value)
        report = yield
        state: str = "error" if report.when != "call" and report.failed else report.outcome
        state = "is expected to fail (xfail)" if hasattr(report, "wasxfail") else state
        if report.when == "call" or state != "passed":
            self.tests.append(Test(item.name, state, *_error(call.excinfo)))
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what couldn't be collected."""
        if report.outcome != "passed":
            self.broken.append(str(report.longrepr))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note that somebody has pressed the stop button, or that an answer's time is over."""
        self.stopped = excinfo.value

    def _trim(self, error: BaseException | None) -> None:
        """Keep the frames of the notebook's own code, in the causes of the error, too."""
        while error is not None:
            trimmed = None
            for step in reversed(list(_steps(error.__traceback__))):
                if self._is_ours(step.tb_frame):
                    trimmed = types.TracebackType(
                        trimmed, step.tb_frame, step.tb_lasti, step.tb_lineno
                    )
                    self._files.add(step.tb_frame.f_code.co_filename)
            error.__traceback__ = trimmed or error.__traceback__
            error = error.__cause__ or error.__context__

    def _is_ours(self, frame: types.FrameType) -> bool:
        # dataclasses compile their methods into the notebook's namespace, too: no source to show.
        return frame.f_globals is self.namespace and frame.f_code.co_filename != "<string>"

    def tidy(self, printed: str) -> str:
        """Remove what differs between runs and machines, and nothing else."""
        for file in self._files:
            printed = printed.replace(file, "cell")
        printed = re.sub(r"\bt_[0-9a-f]{32}(\.py)?", "cell", printed)
        printed = re.sub(r" in \d+\.\d+s( \(.*\))?$", "", printed.rstrip())
        # Which part of a line the carets mark depends on Python's version.
        printed = re.sub(r"(?m)^[> ] +\^+\n", "", printed)
        printed = re.sub(r" at 0x[0-9a-fA-F]+", " at 0x...", printed)
        printed = re.sub(r"(?m)^(E .*?)\. Did you (mean|forget)\b.*$", r"\1", printed)
        printed = re.sub(r"(?m)^E +Use -v to get more diff\n|, use '-vv' to show$", "", printed)
        printed = re.sub(r"(?<![\w.])(/|[A-Z]:\\)\S*[/\\](\w+\.py)\b", r"\2", printed)
        return _shorten(printed)


def _steps(step: types.TracebackType | None) -> Iterator[types.TracebackType]:
    while step is not None:
        yield step
        step = step.tb_next


def _error(caught: pytest.ExceptionInfo[BaseException] | None) -> tuple[str, str]:
    """Return the name of the error's type, and its message with the statement that failed."""
    if caught is None:
        return "", ""
    message = str(caught.value)
    if caught.errisinstance(AssertionError) and caught.traceback:
        message += f"\n{caught.traceback[-1].statement}"
    return caught.typename, message


def _shorten(text: str) -> str:
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        hidden = len(lines) - _MOST_LINES
        lines = [*lines[:-20][: _MOST_LINES - 20], f"... {hidden} lines hidden", *lines[-20:]]
    return "\n".join(
        line.rstrip() if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " ..."
        for line in lines
    )


def run_tests(names: Iterable[str], namespace: dict[str, Any]) -> Outcome:
    """Run the tests and test classes of these names, which live in the notebook's namespace."""
    outcome = Outcome(namespace)
    printed = io.StringIO()
    with (
        changed_variables(lambda name: _WHIMS.fullmatch(name) is not None, **_SETTINGS),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        # A test that returns its comparison instead of asserting it would pass forever.
        warnings.filterwarnings("error", category=pytest.PytestReturnNotNoneWarning)
        nodes = [f"{{MODULE}}::{name}" for name in names]
        ipytest.run(*_OPTIONS, *nodes, plugins=[outcome], display_columns=80)
    outcome.text = outcome.tidy(printed.getvalue())
    return outcome

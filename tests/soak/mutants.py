"""Break each function of the store in every way that mutmut knows: a test has to fail each time.

    make mutants                                       all of eventstore, on every core
    .venv-mutants/bin/python tests/soak/mutants.py "eventstore.backoff.*" --children 1

survivors.txt lists the mutants that no test has to notice, and says why. This ends with code 1 if
any other survives, and also if a listed one is noticed or isn't made any more.

tests/mutate.py is much faster, but breaks only what we have thought of. Its mutations also reach
what mutmut leaves alone: decorated functions, and code outside functions.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from mutmut import __main__ as mutmut
from mutmut.mutation import file_mutation, trampoline
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd, walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
SURVIVORS = HERE / "survivors.txt"
NEEDED = ("eventstore", "classroom", "tests", "conftest.py", "pyproject.toml")  # and no lesson
SETTINGS = {
    "EVENTSTORE_TEST_BACKENDS": "moto",
    "EVENTSTORE_TEST_ENDPOINTS": "",
    "EVENTSTORE_TEST_STORES": "",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # nbval and hypothesis are imported for nothing
}
NOTICED = {"killed", "timeout"}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help="such as eventstore.backoff.*; all by default")
    parser.add_argument("--children", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    os.environ.update(SETTINGS)
    # Any example that fails will do: don't look for the smallest one, or for other failures.
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("mutants", phases=phases, report_multiple_bugs=False)
    settings.load_profile("mutants")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for name in NEEDED:  # mutmut copies them, and changes only its copies
            Path(folder, name).symlink_to(PROJECT / name)
        os.chdir(folder)
        let_warnings_find_the_caller()
        PytestRunner.run_tests = run_tests
        if not sys.stdout.isatty():
            mutmut.print_stats = lambda *_, **__: None  # a line for every tenth of a second
        mutmut._run(chosen.names, chosen.children)
        made = results()
        os.chdir(PROJECT)
    outcomes = [(mutant, outcome) for mutant, outcome in made if outcome != "not checked"]
    is_complete = len(outcomes) == len(made)
    count_by_module(outcomes)
    say(f"{time.monotonic() - begun:.0f} s")
    problems = judge(outcomes, is_complete=is_complete)
    if not is_complete and not chosen.names:
        say("It was stopped before the end.")
        return 1
    return int(problems > 0)


def let_warnings_find_the_caller() -> None:
    """Pass the frames that mutmut puts around each function off as the store's own.

    A warning names the line that called the store: the first frame outside it. The function that
    counts the frames can't be called through further ones, so it isn't mutated.
    """
    trampoline.__name__ = "eventstore.trampoline"
    file_mutation.NEVER_MUTATE_FUNCTION_NAMES.add("_callers_stacklevel")


class Selection:
    """A plugin for pytest that only runs the tests with these names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(map(unescaped, names))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.names:
            items[:] = [item for item in items if unescaped(item.nodeid) in self.names]


def unescaped(name: str) -> str:
    """Return the name of a test with single backslashes.

    pytest keeps the ids of the parameters, and escapes them again whenever it collects the tests.
    """
    return re.sub(r"\\+", r"\\", name)


def run_tests(runner: PytestRunner, *, mutant_name: str | None, tests: Iterable[str]) -> int:  # noqa: ARG001
    """Run these tests, or all of them, until one fails. It takes the place of mutmut's function.

    That one gives the names to pytest as arguments, and pytest doesn't find each test by its name.
    """
    seconds: Counter[str] = Counter()
    for name in tests:
        seconds[name.partition("::")[0]] += state().duration_by_test[name]
    # The fastest files first.
    asked = sorted(seconds, key=seconds.__getitem__) or runner._pytest_add_cli_args_test_selection
    with change_cwd("mutants"):
        return int(runner.execute_pytest(["-x", "-q", *asked], plugins=[Selection(tests)]))


def results() -> list[tuple[str, str]]:
    """Return each mutant, as survivors.txt spells it, and what became of it."""
    found = []
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            found.append((spelled(path, name), status_by_exit_code[code]))
    return found


def spelled(path: Path, name: str) -> str:
    function, owner = orig_function_and_class_names_from_key(name)
    place = ".".join(filter(None, [path.stem, owner, function]))
    diff = get_diff_for_mutant(name, path=path).splitlines()[2:]
    changed = [f"{line[0]} {line[1:].strip()}" for line in diff if line[0] in "-+"]
    return "\n".join([place, *changed])


def count_by_module(outcomes: list[tuple[str, str]]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in outcomes:
        counts[mutant.partition(".")[0]][outcome] += 1
    for module, counted in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items()))
        say(f"{module:<12}{counted.total():>5} mutants: {told}")


def judge(outcomes: list[tuple[str, str]], *, is_complete: bool) -> int:
    """Compare the survivors with those that are listed, and return the number of problems."""
    listed = justified(SURVIVORS.read_text(encoding="utf-8"))
    tried = {mutant for mutant, _ in outcomes}
    survivors = {mutant: outcome for mutant, outcome in outcomes if outcome not in NOTICED}
    holes = sorted(survivors.keys() - listed)
    outdated = sorted((listed if is_complete else listed & tried) - survivors.keys())
    for mutant in holes:
        say(f"\nNo test notices this one ({survivors[mutant]}):\n{mutant}")
    for mutant in outdated:
        why = "a test notices it" if mutant in tried else "it isn't made any more"
        say(f"\nTake this one out of {SURVIVORS.name}, because {why}:\n{mutant}")
    say(f"\n{len(survivors) - len(holes)} survivors are justified, {len(holes)} are not.")
    return len(holes) + len(outdated)


def justified(text: str) -> set[str]:
    """Return the mutants in survivors.txt: a place, and the lines that change."""
    mutants: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(("- ", "+ ")):
            mutants[-1].append(line)
        elif line and not line.startswith("#"):
            mutants.append([line])
    return {"\n".join(lines) for lines in mutants}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

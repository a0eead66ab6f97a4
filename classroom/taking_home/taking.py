"""Write what the learner has built as a separate project that needs nothing from this one."""

import ast
import base64
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classroom import files
from classroom.backend.settings import project_root, read_settings
from classroom.cells import carrying, ipython
from classroom.cells.definitions import Definitions
from classroom.cells.history import history
from classroom.errors import LessonError
from classroom.lessons import line_to
from classroom.taking_home import originals
from classroom.taking_home.own_answers import own_answers
from classroom.taking_home.own_domain import OwnDomain
from classroom.taking_home.pack import Project, Suite, project_of

IN_A_TAB = sys.platform == "emscripten"
_SECONDS = 120  # the longest that the tests may take
_NOT_RUN = "We could not run them where this was written."
_START = '''"""The same as start.py in the folder above, for a terminal that begins in this one."""

import sys

del sys.path[0]  # or a file of this folder might take the place of a module

import subprocess
from pathlib import Path

START = Path(__file__).resolve().parents[1] / "start.py"
sys.exit(subprocess.call([sys.executable, str(START), *sys.argv[1:]]))
'''


@dataclass(frozen=True)
class Run:
    """The result of a project's tests: how many passed, and which didn't."""

    passed: int
    failed: tuple[str, ...] = ()


def take_home() -> None:
    """Write your store, all tests so far and what they need to my/store, and run the tests.

    If you have changed my/store since, your version is kept beside it. If a test fails, my/store
    stays as it is, and the new project is in my/store-failing.
    """
    project = _project()
    if not project.suites:
        raise LessonError(_nothing(project))
    my = read_settings().my
    texts, run, own = _with_own_answers(project, my / "store")
    folder = my / ("store-failing" if run and run.failed else "store")
    _write(folder, texts)
    print(f"{shown(folder)}: your store, and the tests of {_titles(project)}.")  # noqa: T201
    domains = [f"Your domain is in it: {name}.py, and its tests." for name in _domains(texts)]
    told = _told(run, shown(my / "store"))
    for line in (*domains, *own, *told, *_left_out(project.left_out)):
        print(line)  # noqa: T201
    if IN_A_TAB:
        _offer(texts)
    elif (project_root() / "start.py").is_file() and my == project_root() / "my":
        files.write(my / "start.py", _START)


def _project(answers: Sequence[str] = ()) -> Project:
    """Return the project made of the cells that have run, and of the lessons before this one.

    What the learner's answers define takes the place of what the lesson has defined.
    """
    names = ipython.shell().user_ns
    history.go_to_the_end(names)
    here = Definitions([*history.sources, *answers])
    number = _lesson_of(history.sources)
    earlier, left_out = list[Suite](), dict[str, str]()
    for before in line_to(number)[:-1] if number else ():
        if originals.lesson_name(before):
            definitions = Definitions(originals.cells_of(before))
            earlier.append(Suite(before, definitions, definitions.tests))
        else:
            left_out[f"the tests of lesson {before:02} (its notebook is not here)"] = ""
    own = Suite(number, here, [name for name in here.tests if name in names])
    domains = [OwnDomain(name, domain) for name, domain in carrying.mine().items()]
    project = project_of([*earlier, own], names, domains) if own.tests else Project({}, [], {})
    unread = dict.fromkeys(_unread(names, here), "a cell of plain Python")
    return Project(project.files, project.suites, left_out | project.left_out | unread)


def _lesson_of(sources: Iterable[str]) -> int | None:
    """Return the number of the lesson that these cells belong to: they open its table."""
    found = None
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lesson_table":
            last = node.args[-1] if node.args else None
            if isinstance(last, ast.Constant) and re.fullmatch(r"\d\d", str(last.value)):
                found = int(str(last.value))
    return found


def _unread(names: Mapping[str, object], here: Definitions) -> list[str]:
    """Return the tests that exist although none of the cells that we have read defines them."""
    answers = {name for cell in history.cells if cell.kind == "answer" for name in cell.set_names}
    known = {*here.tests, *answers}
    return sorted(name for name in names if name.startswith("test_") and name not in known)


def _nothing(project: Project) -> str:
    if project.left_out:
        return f"there is nothing to take home. {' '.join(_left_out(project.left_out))}"
    return "there is nothing to take home yet: run a cell with a test first"


def _with_own_answers(
    project: Project, folder: Path
) -> tuple[dict[str, str], Run | None, list[str]]:
    """Return the files, the result of their tests, and what to say of the learner's answers.

    An answer that defines a part of the store in its own way is taken if all tests pass with it.
    """
    texts, run = _run_unless_there(project, folder)
    taken, told = list[str](), list[str]()
    if not run or run.failed:
        return texts, run, told
    for names, answer in own_answers(texts["store.py"]):
        with_it, outcome = _run_unless_there(_project([*taken, answer]), folder)
        if outcome and not outcome.failed:
            texts, run = with_it, outcome
            taken.append(answer)
            told.append(f"Your own {names} is in it: all tests pass with it, too.")
        elif outcome:
            failed = outcome.failed[0].rpartition("::")[2]
            told.append(f"Ours of {names} is in it: with yours, {failed} fails.")
    return texts, run, told


def _run_unless_there(project: Project, folder: Path) -> tuple[dict[str, str], Run | None]:
    """Return the files, including README.md, and the result of their tests.

    We don't run them if the folder already holds exactly these files, and its README.md says that
    they passed.
    """
    readme = folder / "README.md"
    known = re.search(r"(\d+) passed\.", readme.read_text("utf-8")) if readme.is_file() else None
    if known:
        run = Run(int(known[1]))
        texts = _with_readme(project, run)
        if all(_is_there(folder / name, text) for name, text in texts.items()):
            return texts, run
    outcome = _run(_with_readme(project, None))
    return _with_readme(project, outcome), outcome


def _is_there(path: Path, text: str) -> bool:
    return path.is_file() and not files.differs(path, text)


def _run(texts: Mapping[str, str]) -> Run | None:
    """Run the tests in their own process and folder; None where processes can't be started."""
    with tempfile.TemporaryDirectory() as temporary:
        for name, text in texts.items():
            files.write(Path(temporary, name), text)
        command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "--color=no"]
        others = ("PYTEST", "PYTHONPATH", "COVERAGE")
        env = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        env |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(  # noqa: S603
                [*command, "-p", "no:cacheprovider"],
                cwd=temporary,
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Run(0, (f"They were not done after {_SECONDS} seconds",))
        except OSError:
            return None
    lines = done.stdout.splitlines()
    passed = re.search(r"(\d+) passed", lines[-1]) if lines else None
    odd = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    failed = tuple(line.split(" ", 1)[1].split(" - ")[0] for line in odd)
    if done.returncode and not failed:
        failed = ((done.stderr.splitlines() or lines or ["pytest could not begin"])[-1],)
    return Run(int(passed[1]) if passed else 0, failed)


def _with_readme(project: Project, run: Run | None) -> dict[str, str]:
    proof = _NOT_RUN
    if run:
        proof = f"When this was written, {run.passed} passed."
    if run and run.failed:
        proof = f"When this was written, these failed: {', '.join(run.failed)}."
    left_out = "\n".join(f"- {line}" for line in _left_out(project.left_out))
    always = (
        "What you wrote in an exercise is here if the store passes all tests with it. Cells that "
        "only show something stay in the lesson"
    )
    readme = originals.text_of("classroom/taking_home/project/README.md").format(
        lessons=_titles(project),
        proof=proof,
        # A lesson may take the module's store, and build something else.
        home="store" if "\nclass EventStore" in project.files["store.py"] else "helpers.store",
        domain="".join(
            f"`{name}.py` is your domain, and `test_{name}.py` says what should hold of it. "
            for name in _domains(project.files)
        ),
        left_out=f"{always}. These are left out, too:\n\n{left_out}" if left_out else f"{always}.",
    )
    return {"README.md": readme, **project.files}


def _domains(texts: Mapping[str, str]) -> list[str]:
    """Return the names of the learner's domains."""
    tested = [name[5:-3] for name in texts if name.startswith("test_")]
    return [name for name in tested if f"{name}.py" in texts and name != "store"]


def _titles(project: Project) -> str:
    numbers = [f"{suite.number:02}" for suite in project.suites if suite.number is not None]
    if not numbers:
        return "your notebook"
    if len(numbers) == 1:
        return f"lesson {numbers[0]}"
    return f"lessons {', '.join(numbers[:-1])} and {numbers[-1]}"


def _left_out(left_out: Mapping[str, str]) -> list[str]:
    return [
        f"Left out: {name}{missing and f', which needs {missing}'}."
        for name, missing in left_out.items()
    ]


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files. If one of them differs from the folder's, set the folder aside first."""
    if any(files.differs(folder / name, text) for name, text in texts.items()):
        files.set_aside(folder)
    for name, text in texts.items():
        files.write(folder / name, text)


def shown(folder: Path) -> str:
    """Return the folder as the learner would type it at the project's root."""
    root = project_root()
    inside = folder.relative_to(root) if folder.is_relative_to(root) else None
    return (inside or Path(folder.parent.name, folder.name)).as_posix()


def _told(run: Run | None, before: str) -> list[str]:
    """Say how the tests went, and how to run them again."""
    if run and run.failed:
        return [
            f"We ran them: {run.passed} passed, and these failed:",
            *(f"  {name}" for name in run.failed),
            f"{before} is as it was. Run the cells above from the top, and take_home() again.",
        ]
    told = "We could not run them: this Python cannot start another one."
    told = f"We ran them: {run.passed} passed." if run else told
    # `my` means the learner's folder, wherever it is.
    command = "start.py test my/store"
    terminal = f"In a terminal: python3 {command} (on Windows: py {command})"
    return [told] if IN_A_TAB else [told, terminal]


def _offer(texts: Mapping[str, str]) -> None:
    """Show a link to a zip of all files: a tab has no terminal, and keeps its files inside."""
    from IPython.display import HTML, display

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(f"store/{name}"), text)
    data = base64.b64encode(buffer.getvalue()).decode()
    link = f'<a download="store.zip" href="data:application/zip;base64,{data}">store.zip</a>'
    told = "README.md in it says how to run the tests at home."
    display(HTML(f"<p>Take all files with you: {link}. {told}</p>"))  # type: ignore[no-untyped-call]

"""Ship compiled Python, as Pyodide does with its own packages, so that it starts sooner."""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from browser_tab import wheel

SCRIPT = Path(__file__).with_name("compile.mjs")
STDLIB = "python_stdlib.zip"
# pytest may show their lines in a failure.
WITH_SOURCES = ("pytest-", "ipytest-")
# Not imported when a lesson starts, and larger if compiled.
AS_IT_IS = re.compile(
    r"(executing|jedi|parso|prompt_toolkit|py_partiql_parser|wcwidth)/"
    r"|pygments/(lexers/(?!(__init__|_mapping|python)\.)|styles/|formatters/)|moto/s3"
    r"|micropip/_vendored/|werkzeug/(debug|middleware)/|dateutil/rrule"
    r"|IPython/(core/(completer|history|ultratb|debugger|magics)|extensions|lib|terminal|testing)"
    r"|(_pyrepl|curses|email|encodings|multiprocessing|pydoc_data|sqlite3|unittest|wsgiref|xml\w*)/"
    r"|classroom/exercises/own_domain/(library_loans|parcels_journey)\."  # read as text
    r"|(_pydatetime|_pyio|doctest|imaplib|mailbox|optparse|pickletools|pydoc|statistics)\."
)


def replace(pyodide: Path, wheels: Path, cache: Path) -> Path:
    """Replace these wheels by compiled ones; return the compiled standard library."""
    archives = [path for path in wheels.glob("*.whl") if not path.name.startswith(WITH_SOURCES)]
    archives = sorted([*archives, pyodide / STDLIB])
    digest = hashlib.sha256(SCRIPT.read_bytes() + AS_IT_IS.pattern.encode())
    for path in archives:
        digest.update(path.name.encode() + path.read_bytes())
    done = cache / digest.hexdigest()[:16]
    if not done.exists():
        shutil.rmtree(cache, ignore_errors=True)
        _compile(pyodide, archives, cache / "half")
        (cache / "half").rename(done)
    for path in done.glob("*.whl"):
        shutil.copyfile(path, wheels / path.name)
    return done / STDLIB


def _compile(pyodide: Path, archives: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for path in archives:
        shutil.copyfile(path, folder / path.name)
    node = shutil.which("node") or sys.exit(
        "Node is missing; install it: it compiles Python for the browser tab."
    )
    if subprocess.call([node, SCRIPT, pyodide, folder]):  # noqa: S603
        sys.exit("Node could not compile the packages; its message is above.")
    for path in archives:
        compiled = folder / f"{path.name}.compiled"
        files = _contents(path)
        for name, data in _contents(compiled).items():
            if not AS_IT_IS.match(name):
                del files[name.removesuffix("c")]
                files[name] = data
        wheel.archive(folder / path.name, files)
        compiled.unlink()


def _contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}

"""What the doctor finds of Python, packages, kernel, files and port, where they are broken."""

import errno
import json
import os
import socket
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from classroom.backend import kernels, probes, pythons, settings

from ...plain import plain_variables
from .looking import ROOT, SECRET, look, run_doctor, without

pytestmark = pytest.mark.usefixtures("no_embedded_backend", "own_folder")


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A project of the test's own, with nothing in it yet."""
    for owner in (settings, probes, pythons, kernels):
        monkeypatch.setattr(owner, "project_root", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("version", "state"), [((3, 1, 1), "fail"), ((3, 14, 9), "ok"), ((4, 14, 0), "fail")]
)
def test_a_python_that_the_project_does_not_support_is_a_failure(monkeypatch, version, state):
    monkeypatch.setattr(sys, "version_info", version)

    assert look("python").state == state


def test_an_unsupported_python_is_told_which_to_install(monkeypatch):
    monkeypatch.setattr(probes, "supported", lambda: ["3.8", "3.9"])

    found = look("python")
    assert found.says == f"Python {sys.version.split()[0]} is not supported."
    assert found.remedy == "Install one of these: 3.8, 3.9."


@pytest.mark.usefixtures("project")
def test_a_browser_tab_brings_its_own_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))

    assert look("python").state == "ok"


@pytest.mark.parametrize(
    ("lock", "state", "said"),
    [
        ("pytest==0.1 \\\n    --hash=sha256:00", "warn", "Not the locked version: pytest"),
        ("no-such-package==1.0 ; python_version < '3'", "ok", ""),
        ("no-such-package==1.0 ; python_version > '3'", "warn", "Missing: no-such-package."),
        ("\n".join(f"absent-{n}==1" for n in range(9)), "warn", "absent-0, absent-1, absent-2"),
        (f"pytest=={pytest.__version__}", "ok", "What a lesson needs is installed"),
        ("pytest==", "fail", "InvalidRequirement"),
    ],
)
def test_the_packages_are_compared_with_the_lock(project, lock, state, said):
    (project / "requirements").mkdir()
    (project / "requirements/workshop.lock").write_text(lock)

    assert look("packages").state == state
    assert said in look("packages").says


def test_a_package_that_pip_half_removed_does_not_count(project, monkeypatch):
    (project / "~andas-3.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(project))

    assert look("packages").state == "ok"


@pytest.mark.usefixtures("project")
def test_what_a_lesson_needs_must_be_installed_even_without_a_lock(monkeypatch):
    assert look("packages").state == "ok"
    monkeypatch.setattr(probes, "NEEDED", ("boto3", "no-such-package"))

    assert look("packages").says == "Missing: no-such-package."
    assert look("packages").state == "fail"


@pytest.mark.parametrize("absent", ["boto3", "moto", "dotenv", "IPython packaging"])
def test_a_package_that_cannot_be_imported_is_named_without_a_traceback(absent, tmp_path):
    path = without(tmp_path, *absent.split(), "jupyter_client")
    (tmp_path / ".env").write_text("EVENTSTORE_PREFIX=ada")
    result = run_doctor(PYTHONPATH=path, EVENTSTORE_ENV_FILE=str(tmp_path / ".env"))

    assert f"The package {absent.split()[-1]} is missing." in result.stdout
    assert "✘ kernel    The package jupyter_client is missing." in result.stdout
    assert "Run `python3 start.py prepare`." in result.stdout
    assert result.stderr == ""
    assert result.returncode == 1


def test_the_kernel_is_started_and_is_this_python(monkeypatch):
    assert look("kernel").state == "ok"
    monkeypatch.setattr(sys, "executable", "/another/python")

    assert look("kernel").state in ("warn", "fail")


@pytest.mark.thorough
def test_the_path_of_this_python_may_hold_an_apostrophe(monkeypatch, tmp_path):
    (tmp_path / "Ada's").symlink_to(sys.prefix, target_is_directory=True)
    inside = Path(sys.executable).relative_to(sys.prefix)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Ada's" / inside))

    assert look("kernel").state == "ok"


def test_a_missing_kernel_is_reported(monkeypatch):
    monkeypatch.setattr(kernels, "KERNEL", "no-such-kernel")

    assert (look("kernel").state, "NoSuchKernel" in look("kernel").says) == ("fail", True)


@pytest.mark.parametrize(
    "name",
    [pytest.param("boto3.py", marks=pytest.mark.thorough), "pytest.py", "eventstore/__init__.py"],
)
def test_a_file_that_hides_what_a_lesson_imports_is_named(project, name):
    (project / "my" / name).parent.mkdir(parents=True)
    (project / "my" / name).write_text("mine = 1\n")

    found = look("kernel")
    module, file = name.partition(".")[0].partition("/")[0], f"my/{name.partition('/')[0]}"
    assert found.state == "fail"
    assert found.says == f"{file} hides the module {module} that the lessons import."
    assert found.remedy == f"Give {file} another name."


def test_a_file_that_breaks_the_kernel_itself_is_named(project):
    (project / "my").mkdir()
    (project / "my/types.py").write_text("mine = 1\n")

    assert look("kernel").says.startswith("my/types.py hides the module types")


def test_a_file_that_hides_what_only_later_cells_may_import_is_a_warning(project):
    (project / "my").mkdir()
    (project / "my/turtle.py").write_text("mine = 1\n")

    found = look("kernel")
    assert (found.state, found.remedy) == ("warn", "Give my/turtle.py another name.")


def test_the_learners_other_files_are_left_alone(project):
    (project / "my/store").mkdir(parents=True)
    (project / "my/json").mkdir()  # without __init__.py, it hides nothing
    for name in ("my/store/store.py", "my/goblins.py", "my/02_append.ipynb", "my/json/a.txt"):
        (project / name).write_text("")

    assert look("kernel").state == "ok"


@pytest.mark.parametrize("level", [pytest.param("1", marks=pytest.mark.thorough), "2"])
def test_a_python_that_leaves_out_asserts_is_a_failure(level, tmp_path):
    result = run_doctor(PYTHONOPTIMIZE=level, EVENTSTORE_MY=str(tmp_path / "my"))

    assert (
        "✘ kernel    The kernel leaves out every assert: PYTHONOPTIMIZE is set.\n"
        "            → Remove the variable PYTHONOPTIMIZE, and start JupyterLab again.\n"
    ) in result.stdout
    assert "A lesson would not run here." in result.stdout
    assert "None" not in result.stdout
    assert (result.stderr, result.returncode) == ("", 1)


def make_another_python(folder):
    """A Python that has every package of the workshop, but not the project itself."""
    venv.create(folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", where], capture_output=True, text=True).stdout.strip()
    # The files .pth in there, such as the project's own, don't count in a folder that one names.
    Path(site, "packages.pth").write_text(sysconfig.get_path("purelib"))
    return python


def doctor_of(python, **variables):
    command = [str(python), "-m", "classroom", "doctor"]
    env = plain_variables() | {"EVENTSTORE_MY": str(python.parents[1] / "my")} | variables
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", cwd=ROOT)


@pytest.fixture
def bare_python(tmp_path):
    """A Python without any package, as a system's own often is."""
    venv.create(tmp_path / "it's bare", symlinks=True)
    return tmp_path / "it's bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


WORKSHOPS = os.path.join(".venv", "Scripts" if os.name == "nt" else "bin", "python")


PREPARED = pytest.mark.skipif(
    not Path(ROOT, ".venv").exists(), reason="start.py has not prepared this"
)


def ask(command):
    run = {"capture_output": True, "encoding": "utf-8", "cwd": ROOT}
    return subprocess.run(command, shell=isinstance(command, str), env=plain_variables(), **run)


@PREPARED
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_another_python_in_a_prepared_checkout_is_told_which_is_the_workshops(bare_python, options):
    result = ask([str(bare_python), "-m", "classroom", "doctor", *options])

    told = f"This isn't the workshop's Python: it's {bare_python}."
    assert told in result.stdout
    assert f"Type: {WORKSHOPS} -m classroom doctor" in result.stdout.replace("\\\\", "\\")
    assert "start.py" not in result.stdout
    assert (result.stderr, result.returncode) == ("", 1)


@PREPARED
@pytest.mark.thorough
def test_what_it_is_told_to_type_asks_the_workshops_python():
    assert "A lesson would run here." in ask(f"{WORKSHOPS} -m classroom doctor").stdout


@PREPARED
def test_another_command_with_another_python_is_told_so_too(bare_python):
    result = ask([str(bare_python), "-m", "classroom", "progress"])

    assert result.stderr == (
        f"This isn't the workshop's Python: it's {bare_python}.\n"
        f"Type: {WORKSHOPS} -m classroom progress\n"
    )
    assert result.returncode == 1


@pytest.mark.usefixtures("project")
def test_where_nothing_is_prepared_another_python_is_told_to_prepare(monkeypatch):
    monkeypatch.setattr(probes, "NEEDED", ("no-such-package",))

    assert look("python").state == "ok"
    assert look("packages").remedy == "Run `python3 start.py prepare`."


@pytest.fixture(scope="module")
def told_with_another_python(tmp_path_factory):
    return doctor_of(make_another_python(tmp_path_factory.mktemp("another")))


def test_another_python_that_has_every_package_will_do(told_with_another_python):
    assert "✔ python" in told_with_another_python.stdout


def test_a_project_that_is_not_installed_is_a_failure(told_with_another_python):
    result = told_with_another_python

    assert "✘ kernel    The lessons can't import classroom." in result.stdout
    assert "A lesson would not run here." in result.stdout
    assert (result.stderr, result.returncode) == ("", 1)


@pytest.mark.parametrize("runs", [pytest.param(True, marks=pytest.mark.thorough), False])
def test_a_kernel_in_another_python_is_named_with_the_folder_that_says_so(tmp_path, runs):
    another_python = make_another_python(tmp_path / "another")
    folder = another_python.parents[1] / "share/jupyter/kernels/python3"
    folder.mkdir(parents=True)
    python = sys.executable if runs else str(folder / "no-such-python")
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    result = doctor_of(another_python)

    sign = "○" if runs else "✘"
    assert f"{sign} kernel    The lessons run in another Python: {python}.\n" in result.stdout
    assert f"→ Delete the folder {folder}, which names it.\n" in result.stdout
    assert (result.stderr, result.returncode) == ("", 0 if runs else 1)


@pytest.fixture(scope="module")
def told_in_an_empty_home(tmp_path_factory):
    """What the doctor says there, and the home; a variable names a kernel that doesn't run."""
    home, elsewhere = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kernels/python3").mkdir(parents=True)
    spec = {"argv": ["no-such-python"], "display_name": "Python 3", "language": "python"}
    (elsewhere / "kernels/python3/kernel.json").write_text(json.dumps(spec))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("IPYTHON", "JUPYTER"))]:
            patch.delenv(name)
        folders = {"HOME": str(home), "EVENTSTORE_MY": str(home / "my")}
        return run_doctor(JUPYTER_PATH=str(elsewhere), **folders), home


def test_the_kernel_is_started_as_start_py_starts_it(told_in_an_empty_home):
    result, _ = told_in_an_empty_home

    assert "✔ kernel" in result.stdout


def test_starting_a_kernel_leaves_nothing_behind(told_in_an_empty_home):
    _, home = told_in_an_empty_home

    assert [str(path) for path in home.rglob("*") if path.is_file()] == []


def test_wrong_settings_do_not_stop_the_trial_kernel(monkeypatch):
    monkeypatch.setenv("EVENTSTORE_BACKEND", "embeded")

    assert look("kernel").state == "ok"


def test_a_browser_tab_has_its_kernel(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")

    assert (look("kernel").state, look("kernel").detail) == ("ok", "it's this tab's")


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from classroom.backend.doctor import examine
print(*examine("settings", "my"), sep="\\n")
"""


def test_a_disk_without_room_is_reported(tmp_path):
    env = plain_variables() | {"EVENTSTORE_MY": str(tmp_path / "my")}
    command = [sys.executable, "-B", "-c", LIMITED]
    result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", cwd=ROOT)

    assert "✘ my        Your work can't be saved: File too large." in result.stdout
    assert [*(tmp_path / "my").iterdir()] == []


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "Make room on the disk of"), (errno.EDQUOT, "Make room on the disk of")],
)
def test_a_full_disk_is_told_to_be_emptied(monkeypatch, number, remedy):
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)

    assert look("my").state == "fail"
    assert look("my").says == f"Your work can't be saved: {os.strerror(number)}."
    assert look("my").remedy.startswith(remedy)


def test_a_copy_that_cannot_be_changed_is_reported(project, monkeypatch):
    (project / "my").mkdir()
    (project / "my/02_append.ipynb").write_text("")
    monkeypatch.setattr(os, "access", lambda path, _: "02_append" not in str(path))

    assert look("my").state == "fail"
    assert look("my").says == "Your work can't be saved: my/02_append.ipynb is read-only."


def test_a_folder_that_cannot_be_written_is_reported(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("EVENTSTORE_MY", str(tmp_path / "file"))

    assert look("my").state == "fail"
    assert str(tmp_path / "file") in look("my").remedy


@pytest.mark.parametrize(("tracked", "state"), [(True, "fail"), (False, "ok")])
def test_a_file_of_secrets_that_git_tracks_is_a_failure(project, tracked, state):
    (project / ".env").write_text(f"AWS_SECRET_ACCESS_KEY={SECRET}")
    git = ["git", "-C", str(project)]
    subprocess.run([*git, "init", "-q"], check=True)
    if tracked:
        subprocess.run([*git, "add", "-f", ".env"], check=True)
    os.environ.pop("EVENTSTORE_ENV_FILE")

    assert look("secrets").state == state
    assert ("git rm --cached .env" in look("secrets").remedy) == tracked


def test_a_machine_without_git_is_fine(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert look("secrets").state == "ok"


def test_a_port_that_is_taken_is_a_warning(monkeypatch):
    monkeypatch.delenv("JUPYTER_SERVER_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(probes, "PORT", taken.getsockname()[1])
        assert look("port").state == "warn"
    assert look("port").state == "ok"


def test_in_a_terminal_of_jupyterlab_it_is_jupyterlab_that_has_the_port(monkeypatch):
    monkeypatch.setenv("JUPYTER_SERVER_URL", "http://localhost:8888/lab")  # its terminals have it
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(probes, "PORT", taken.getsockname()[1])
        assert look("port").state == "ok"

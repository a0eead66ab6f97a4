"""The wheel is the module alone, and an editable installation is the whole checkout."""

import email
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path

import boto3
import pytest
from moto import mock_aws
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PROGRAM = '''
import importlib.util
import json
import sys

import boto3
from botocore.awsrequest import AWSResponse

import eventstore


class Raw:
    def __init__(self, body):
        self.body = body

    def stream(self, **_):
        yield self.body


def answer(request, **_):
    """Keep what is put, and give all of it back to a query."""
    asked = json.loads(request.body)
    if request.headers["X-Amz-Target"].decode().endswith(".PutItem"):
        items.append(asked["Item"])
        said = {}
    else:
        said = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
    headers = {"Content-Type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, 200, headers, Raw(json.dumps(said).encode()))


items = []
client = boto3.client(
    "dynamodb", "eu-central-1", aws_access_key_id="none", aws_secret_access_key="none"
)
client.meta.events.register("before-send.dynamodb", answer)
store = eventstore.EventStore(client, "events")
event = eventstore.Event("hero", 0, "cpustejovsky", +8, "Init")

store.append(event)

assert store.query("hero") == [event]
print(eventstore.__file__)
print(*[name for name in sys.argv[1:] if importlib.util.find_spec(name)])
'''


def run(*command: str | Path, cwd: Path) -> str:
    """What a program prints, without the variables of this run's Python and pip."""
    hidden = ("PYTHON", "PIP_", "VIRTUAL_ENV", "AWS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build a distribution with the backend that is installed; nothing is fetched."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def metadata_of(wheel: Path) -> Message:
    (text,) = (data for name, data in contents(wheel).items() if name.endswith("/METADATA"))
    return email.message_from_bytes(text)


def tracked(*patterns: str) -> set[str]:
    """The files of a folder, or with names like these, that git would keep, new ones as well."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}


def needed_by(name: str) -> set[str]:
    """A distribution and all that it depends on."""
    found = set[str]()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            wanted = map(Requirement, distribution(each).requires or [])
            waiting += [
                one.name for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})
            ]
    return found


def links_to(names: set[str], folder: Path) -> None:
    """Link to what these distributions have installed, and to nothing else."""
    folder.mkdir()
    for name in names:
        files = distribution(name).files
        assert files
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            (folder / top).symlink_to(Path(str(distribution(name).locate_file(top))))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new virtual environment that has boto3 with what it needs, no more."""
    home = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    python = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    links_to(needed_by("boto3"), home / "links")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = run(python, "-c", ask, cwd=home).strip()
    Path(site, "boto3.pth").write_text(str(home / "links"))
    return python


def test_a_wheel_is_the_module_with_its_licence_and_nothing_else(wheel: Path) -> None:
    about = f"eventstore_dynamodb-{PROJECT['version']}.dist-info"
    module = {name for name in tracked("eventstore") if not name.endswith(".md")}

    assert "eventstore/py.typed" in module
    assert contents(wheel).keys() == module | {
        f"{about}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "licenses/LICENSE")
    }


def test_a_program_elsewhere_needs_the_wheel_and_boto3_only(
    wheel: Path, empty: Path, tmp_path: Path
) -> None:
    pip = [sys.executable, "-m", "pip", "--python", empty, "install", "--quiet", "--no-index"]
    run(*pip, wheel, cwd=tmp_path)  # resolves what the wheel requires: boto3 has to be enough

    ours = ["classroom", "tests", "book", "browser_tab", "tools", "benchmarks", "start"]
    path, found = run(empty, "-c", PROGRAM, *ours, "moto", cwd=tmp_path).splitlines()

    assert Path(path).is_relative_to(empty.parents[1])
    assert found == ""


def test_the_metadata_requires_boto3_alone_and_keeps_the_rest_in_extras(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    required = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    always = {str(each) for each in required if each.marker is None}

    assert (metadata["Name"], metadata["Version"]) == (PROJECT["name"], PROJECT["version"])
    assert metadata["License-Expression"] == "MIT"
    assert always == set(PROJECT["dependencies"])
    assert {Requirement(text).name for text in always} == {"boto3"}
    assert set(metadata.get_all("Provides-Extra", [])) == set(PROJECT["optional-dependencies"])


def test_the_description_is_markdown_that_needs_no_file_beside_it(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    text = str(metadata.get_payload())

    assert metadata["Description-Content-Type"] == "text/markdown"
    assert text == (ROOT / PROJECT["readme"]).read_text(encoding="utf-8")
    assert [link for link in re.findall(r"\]\(([^)]*)\)", text) if "://" not in link] == []


def test_what_the_description_shows_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / PROJECT["readme"]).read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")

    with mock_aws():
        exec(program, {})

        assert boto3.client("dynamodb").list_tables()["TableNames"] == ["events"]
    assert capsys.readouterr().out.splitlines() == re.findall(r"print\(.*\)  # (.*)", program)


def test_a_wheel_from_the_source_distribution_is_the_same(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()

    assert contents(build("wheel", source, tmp_path / "built")) == contents(wheel)


def test_the_command_in_the_readme_installs_the_module_alone(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^python3 -m (pip install) /path/to/this/folder$", readme, re.M)
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--target", tmp_path]

    run(sys.executable, "-m", *command.split(), *offline, ROOT, cwd=tmp_path)

    about = f"eventstore_dynamodb-{PROJECT['version']}.dist-info"
    assert {path.name for path in tmp_path.iterdir()} == {"eventstore", about}


def test_the_version_is_in_one_place() -> None:
    # The changelog has a heading for it, and a test compares the two.
    version = re.compile(rf"(?<![\d.=]){re.escape(PROJECT['version'])}(?![\d.])|\b__version__ = ")
    kinds = ("*.py", "*.md", "*.toml", "*.yml", "*.rst", "Makefile")
    found = {
        name
        for name in tracked(*kinds) - {"CHANGELOG.md"}
        if not name.startswith("browser_tab/stand_in/")  # other packages, as moto wants them
        and version.search((ROOT / name).read_text(encoding="utf-8"))
    }

    assert found == {"pyproject.toml"}


def test_a_source_distribution_has_the_module_and_what_builds_it(sdist: Path) -> None:
    with tarfile.open(sdist) as opened:
        names = {member.name.partition("/")[2] for member in opened if member.isfile()}

    beside = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "pyproject.toml", ".gitignore"}
    assert names == tracked("eventstore") | beside


def test_an_editable_installation_is_the_whole_checkout(tmp_path: Path) -> None:
    files = contents(build("wheel:editable", ROOT, tmp_path / "built"))
    (path,) = (data.decode() for name, data in files.items() if name.endswith(".pth"))

    assert Path(path.strip()) == ROOT


def test_a_kernel_in_any_folder_finds_the_classroom(tmp_path: Path) -> None:
    # What a lesson's first cell does, started like a kernel, away from the checkout.
    found = run(
        sys.executable, "-c", "import classroom; print(classroom.__file__)", cwd=tmp_path
    ).strip()

    assert Path(found).is_relative_to(ROOT / "classroom")

"""The site is small, the same whenever it is built, and made of what was promised."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest

from browser_tab import later, packages, pyodide, site, wheel
from browser_tab.landing import HERE
from classroom.lessons import notebooks
from tools.wheelhouse import entries

from .tab import ROOT, SITE

CACHE = ROOT / "build" / "browser_tab"
MEGABYTES, AT_FIRST = 45, 24  # on a disk; fetched for Python, beside 6 for JupyterLab


def digests(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def python_of(folder: Path) -> Path:
    (python,) = folder.glob("python-*")
    return python


def test_the_same_inputs_give_the_same_site(tmp_path) -> None:
    site.build(CACHE, tmp_path / "site", None)

    assert digests(tmp_path / "site") == digests(SITE)


def test_a_folder_with_other_files_is_left_alone(tmp_path) -> None:
    work = tmp_path / "work.ipynb"
    work.write_text("an hour")

    with pytest.raises(SystemExit, match="contains other files, which would be lost"):
        site.build(CACHE, tmp_path, None)

    assert work.read_text() == "an hour"


def test_the_site_fits_on_any_stick_and_comes_soon() -> None:
    assert size(SITE) < MEGABYTES * 1e6
    assert size(python_of(SITE)) < AT_FIRST * 1e6


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*"))


def test_each_package_has_the_version_of_the_lock_and_the_hash_of_its_file() -> None:
    lock = json.loads((python_of(SITE) / "pyodide-lock.json").read_text())["packages"]
    locked = entries((ROOT / "requirements/workshop.lock").read_text())

    brought = {part for parts in later.BROUGHT.values() for part in parts}
    for name in set(packages.names()) - brought:
        assert f"{name}=={lock[name]['version']}" in locked
    for entry in lock.values():
        file = python_of(SITE) / entry["file_name"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]


def test_the_kernel_loads_every_package_and_asks_no_other_address() -> None:
    config = json.loads((SITE / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = config["litePluginSettings"][site.KERNEL]
    lock = json.loads((python_of(SITE) / "pyodide-lock.json").read_text())["packages"]

    assert kernel["loadPyodideOptions"]["packages"] == sorted(lock)
    assert kernel["disablePyPIFallback"]
    assert SITE / kernel["pyodideUrl"] == python_of(SITE) / "start_python.js"


def test_lessons_come_without_outputs() -> None:
    for lesson in notebooks():
        cells = json.loads((SITE / "files" / lesson.path.name).read_text())["cells"]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def test_a_wheel_depends_only_on_its_files(tmp_path) -> None:
    files = {"b.py": b"2", "a/__init__.py": b"1"}
    for name, these in (("one", files), ("two", dict(reversed(files.items())))):
        (tmp_path / name).mkdir()
        wheel.write(tmp_path / name, "ab", "1.0", these)

    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert digests(tmp_path / "one") != {"ab-1.0-py3-none-any.whl": "another"}


def test_a_slim_wheel_lacks_the_unwanted_files_and_lists_the_rest(tmp_path) -> None:
    (tmp_path / "slim").mkdir()
    full = wheel.write(tmp_path, "ab", "1.0", {"ab/a.py": b"1", "ab/b.so": b"2"})
    native = full.rename(tmp_path / "ab-1.0-cp314-cp314-manylinux_2_28_x86_64.whl")

    slim = wheel.slim(native, tmp_path / "slim", r".*\.so$")

    with zipfile.ZipFile(slim) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        record = archive.read("ab-1.0.dist-info/RECORD").decode()
    assert slim.name == "ab-1.0-py3-none-any.whl"
    assert names == ["ab/a.py"]
    assert re.findall(r"^ab/\S+?,", record, re.MULTILINE) == ["ab/a.py,"]


@pytest.fixture
def needed() -> dict[str, str]:
    return pyodide.official_wheels(pyodide.home(CACHE), "pandas", set(packages.names()))


def test_pandas_comes_with_numpy_and_the_hashes_of_its_distribution(needed) -> None:
    names = [name.split("-")[0] for name in needed]
    sources = zipfile.ZipFile(next(python_of(SITE).glob("tab_startup-*"))).read(
        "tab_startup/on_demand.json"
    )

    assert names == ["numpy", "pytz", "pandas"]
    assert json.loads(sources)["pandas"] == [
        [pyodide.DISTRIBUTION + name, digest] for name, digest in needed.items()
    ]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in needed.values())


def test_a_teachers_wheels_are_taken_if_they_are_the_published_ones(tmp_path) -> None:
    own, folder = tmp_path / "own", tmp_path / "folder"
    for path in (own, folder):
        path.mkdir()
    (own / "small.whl").write_bytes(b"as published")
    published = hashlib.sha256(b"as published").hexdigest()

    later.copy([("small.whl", published)], own, folder)
    with pytest.raises(SystemExit, match="differs from the one that Pyodide"):
        later.copy([("small.whl", "0" * 64)], own, folder)
    with pytest.raises(SystemExit, match="is missing; download it from"):
        later.copy([("other.whl", published)], own, folder)

    assert (folder / "small.whl").read_bytes() == b"as published"


def test_with_a_teachers_wheels_nothing_is_asked_of_the_internet(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(later, "copy", lambda *_: None)

    sources = later.arrange(pyodide.home(CACHE), tmp_path, tmp_path, tmp_path)

    addresses = [address for wheels in sources.values() for address, _ in wheels]
    assert len(addresses) > 3
    assert all(address.startswith(later.FROM_THE_KERNEL) for address in addresses)


def test_the_page_names_what_is_loaded() -> None:
    page = (SITE / "index.html").read_text()

    assert "{/* files */}" in (HERE / "index.html").read_text()
    names = [path.relative_to(SITE).as_posix() for path in python_of(SITE).iterdir()]
    names += [f"files/{lesson.path.name}" for lesson in notebooks()]
    for name in [*names, "lab/index.html", "build/lab/bundle.js"]:
        content = (SITE / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        assert f'"{name}": [{len(content)}, "{digest}"]' in page

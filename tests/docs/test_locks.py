"""The locks: every version with hashes, for every machine, from no particular index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements/workshop.lock", "requirements/lint.lock", "requirements/ministack.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-")


def pinned(lock: str) -> dict[str, list[str]]:
    """Each name with the lines of its entries: a package may have one per Python."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip()):
        found.setdefault(name_of(block), []).append(block)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_version_with_hashes(lock: str) -> None:
    for entries in pinned(lock).values():
        for entry in entries:
            first, *hashes = entry.split("\n")
            assert re.match(r"[A-Za-z0-9._-]+==\S+ ", first), entry
            assert hashes, f"{first} has no hash"
            assert all(re.match(r"    --hash=sha256:[0-9a-f]{64}( \\)?$", one) for one in hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index_and_no_address_is_in_a_lock(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted| @ ", text)


def test_the_build_backend_is_in_the_lock_so_that_nothing_else_is_fetched() -> None:
    wanted = {name_of(one) for one in PROJECT["build-system"]["requires"]}

    assert wanted <= set(pinned("requirements/workshop.lock"))


@pytest.mark.parametrize(("extra", "lock"), [("workshop", LOCKS[0]), ("lint", LOCKS[1])])
def test_the_lock_has_all_that_pyproject_declares(extra: str, lock: str) -> None:
    project = PROJECT["project"]
    declared = project["dependencies"] + project["optional-dependencies"][extra]

    assert {name_of(one) for one in declared} <= set(pinned(lock))


def test_the_two_locks_of_one_environment_agree() -> None:
    ours, theirs = pinned(LOCKS[0]), pinned(LOCKS[1])

    for name in ours.keys() & theirs.keys():
        assert ours[name] == theirs[name]


def test_each_operating_system_has_what_it_needs() -> None:
    packages = pinned("requirements/workshop.lock")

    assert "sys_platform == 'win32'" in packages["pywin32"][0]
    assert "sys_platform == 'darwin'" in packages["appnope"][0]


def test_an_intel_mac_gets_versions_that_have_wheels_for_it() -> None:
    lines = (ROOT / "requirements/constraints.txt").read_text(encoding="utf-8").splitlines()
    held = [name_of(line) for line in lines if not line.startswith("#")]

    assert held
    for name in held:
        older, newer = pinned("requirements/workshop.lock")[name]
        assert "platform_machine == 'x86_64' and sys_platform == 'darwin'" in older
        assert "platform_machine != 'x86_64' or sys_platform != 'darwin'" in newer

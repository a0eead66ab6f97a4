"""The locks: every version with hashes, for every machine, without the address of an index."""

import re
import subprocess
import tomllib
from itertools import combinations, product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.installing import MEGABYTES, UV_LOCK
from tools.wheelhouse import PLATFORMS, PYTHONS, needed

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.lock"))
# Not made from an extra: uv, a server, and what only the Python in a browser tab needs.
OF_THEIR_OWN = {"installer.lock", "ministack.lock", "tab-kernel.lock"}
EACH = pytest.mark.parametrize("lock", LOCKS)


def name_of(requirement: str) -> str:
    return canonicalize_name(re.split(r"[^A-Za-z0-9_.-]", requirement)[0])


def text_of(lock: str) -> str:
    """A lock without its comments."""
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").strip().split("\n")
    return "\n".join(line for line in lines if not line.startswith("#"))


def pinned(lock: str) -> dict[str, list[str]]:
    """Each name with its entries: a package may have one per Python or platform."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n(?=\S)", text_of(lock)):
        found.setdefault(name_of(block), []).append(block)
    return found


def lock_of(extra: str) -> str:
    """The lock with the packages of an extra. That for the module's users is in the workshop's."""
    return "workshop.lock" if extra == "fast" else f"{extra}.lock"


def environments() -> dict[str, set[str]]:
    """Which locks start.py and make install into each environment."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("start.py", "Makefile"))
    found: dict[str, set[str]] = {}
    for environment, lock in re.findall(r'ensure\("([\w.-]+)", "requirements/([\w.-]+)"\)', text):
        found.setdefault(environment, set()).add(lock)
    return found


def test_every_lock_is_among_those_that_are_tested_here() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    locks = re.findall(r"^(.*(?:\.lock|requirements[^/]*\.txt))$", listed.stdout, re.MULTILINE)

    assert sorted(locks) == [f"requirements/{lock}" for lock in LOCKS]


def test_each_extra_has_a_lock_and_each_lock_is_known() -> None:
    assert set(LOCKS) == {lock_of(extra) for extra in EXTRAS} | OF_THEIR_OWN


@EACH
def test_every_entry_is_one_version_with_hashes(lock: str) -> None:
    for entries in pinned(lock).values():
        for entry in entries:
            first, *hashes = entry.split("\n")
            assert re.match(r"[A-Za-z0-9._-]+==\S+ ", first), entry
            assert hashes, f"{first} has no hash"
            assert all(re.match(r"    --hash=sha256:[0-9a-f]{64}( \\)?$", one) for one in hashes)


@EACH
def test_no_index_and_no_address_is_in_a_lock(lock: str) -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted| @ ", text_of(lock))


def test_the_build_backend_is_in_the_lock_so_that_nothing_else_is_fetched() -> None:
    wanted = {name_of(one) for one in PROJECT["build-system"]["requires"]}

    assert wanted <= set(pinned("workshop.lock"))


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_lock_has_all_that_pyproject_declares(extra: str) -> None:
    locked = pinned(lock_of(extra))

    for declared in map(Requirement, PROJECT["project"]["dependencies"] + EXTRAS[extra]):
        for entry in locked[canonicalize_name(declared.name)]:
            version = re.match(r"[\w.-]+==(\S+)", entry)
            assert version
            assert version[1] in declared.specifier, (
                f"{declared}, but {lock_of(extra)} has {version[1]}"
            )


def test_make_lock_renews_every_lock_but_that_of_the_tab() -> None:
    # The tab's own lock is one entry, which we write by hand.
    rule = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nlock:")[1].split("\n\n")[0]
    words = set(re.findall(r"[\w-]+", rule))

    assert [lock for lock in LOCKS if lock.removesuffix(".lock") not in words] == [
        "tab-kernel.lock"
    ]


def test_every_lock_but_that_of_the_tab_is_installed_somewhere() -> None:
    installed = set[str]().union(*environments().values())

    assert installed | {Path(UV_LOCK).name} == set(LOCKS) - {"tab-kernel.lock"}
    assert {f"requirements/{lock}" for lock in installed} | {UV_LOCK} == MEGABYTES.keys()
    assert len(environments()[".venv"]) > 3


@pytest.mark.parametrize("environment", environments())
def test_the_locks_of_one_environment_agree_on_every_machine(environment: str) -> None:
    texts = {lock: text_of(lock) for lock in sorted(environments()[environment])}

    for platform, python in product(PLATFORMS, PYTHONS):
        chosen = {
            lock: {name_of(pin): pin for pin in needed(text, platform, python)}
            for lock, text in texts.items()
        }
        for one, other in combinations(chosen, 2):
            for name in chosen[one].keys() & chosen[other].keys():
                assert chosen[one][name] == chosen[other][name], (one, other, platform, python)


def test_the_tabs_own_packages_are_in_no_other_lock_of_the_tab() -> None:
    assert pinned("tab-kernel.lock").keys() & pinned("workshop.lock").keys() == set()


def test_each_operating_system_has_what_it_needs() -> None:
    packages = pinned("workshop.lock")

    assert "sys_platform == 'win32'" in packages["pywin32"][0]
    assert "sys_platform == 'darwin'" in packages["appnope"][0]


def test_an_intel_mac_gets_versions_that_have_wheels_for_it() -> None:
    lines = (ROOT / "requirements/constraints.txt").read_text(encoding="utf-8").splitlines()
    held = [name_of(line) for line in lines if not line.startswith("#")]

    assert held
    for name in held:
        older, newer = pinned("workshop.lock")[name]
        assert "platform_machine == 'x86_64' and sys_platform == 'darwin'" in older
        assert "platform_machine != 'x86_64' or sys_platform != 'darwin'" in newer

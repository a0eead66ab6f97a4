"""CHANGELOG.md keeps the form of keepachangelog.com, and begins with the version we have."""

import re
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", TEXT, re.MULTILINE)
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_newest_entry_is_the_version_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert VERSIONS[0][0] == project["version"]


def test_every_version_has_a_heading_of_this_form() -> None:
    assert len(VERSIONS) == len(re.findall(r"^## ", TEXT, re.MULTILINE)) > 1


def test_only_the_newest_may_be_unreleased_and_the_dates_go_down() -> None:
    days = [day for _, day in VERSIONS if day != "Unreleased"]

    assert len(VERSIONS) - len(days) <= 1
    assert "Unreleased" not in [day for _, day in VERSIONS[1:]]
    assert days == sorted(days, reverse=True, key=date.fromisoformat)


def test_the_sections_have_the_usual_names() -> None:
    named = re.findall(r"^### (.*)$", TEXT, re.MULTILINE)

    assert [
        name for name in named if name not in SECTIONS | {"Upgrading", "For contributors"}
    ] == []

"""The supported Pythons are those of pyproject.toml."""

import pytest

from classroom.backend import pythons


@pytest.fixture
def project(monkeypatch, tmp_path):
    monkeypatch.setattr(pythons, "project_root", lambda: tmp_path)
    return tmp_path / "pyproject.toml"


def test_every_python_from_the_first_to_before_the_last_is_supported(project):
    project.write_text('[project]\nrequires-python = ">=3.9,<3.12"\n')

    assert pythons.supported() == ["3.9", "3.10", "3.11"]


@pytest.mark.usefixtures("project")
def test_without_a_pyproject_nothing_is_declared():
    assert pythons.supported() == []


def test_another_form_is_refused_rather_than_guessed_at(project):
    project.write_text('[project]\nrequires-python = ">=3.9"\n')

    with pytest.raises(ValueError, match=r"should look like .* got '>=3\.9'"):
        pythons.supported()


def test_in_a_browser_tab_nobody_is_told_to_type_a_command(monkeypatch) -> None:
    monkeypatch.setattr("sys.platform", "emscripten")

    assert pythons.how_to_install() == "Reload the page, and run the lesson from the top."

"""A lesson becomes a page of the book: the same words, and what only a notebook needs is gone."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from book.lessons import notebooks, read
from book.page import page

OPENING = new_markdown_cell("# 09 · A lesson\n\nIt is short.")


def made(*cells, tab=""):
    return page(new_notebook(cells=[OPENING, *cells]), "09_a_lesson.ipynb", tab)


def test_the_navigation_is_left_to_the_book():
    navigation = new_markdown_cell("[Contents](../README.md)", metadata={"tags": ["navigation"]})

    assert navigation.source not in [cell.source for cell in made(navigation).cells]


def test_a_folded_cell_stays_folded():
    folded = new_code_cell("a = 1", metadata={"jupyter": {"source_hidden": True}})
    plain, folded = made(new_code_cell("b = 2"), folded).cells[2:]

    assert "hide-input" in folded.metadata["tags"]
    assert plain.metadata["tags"] == []


def test_the_outcome_of_a_prediction_is_folded_and_the_cell_to_commit_in_is_gone():
    question = new_markdown_cell("**Predict.** What now?", metadata={"prediction": "now"})
    commit = new_code_cell('predict("now", "___")', metadata={"prediction": "now"})
    shows = new_code_cell("%%test 1a", metadata={"outcome": "1 failed"})
    asked, gone, folded = made(question, commit, shows).cells[2:]

    assert asked.source == question.source
    assert gone.metadata["tags"] == ["remove-cell"]
    assert folded.metadata["tags"] == ["hide-output"]
    assert folded.metadata["mystnb"]["code_prompt_show"] == "Show what happens"


def test_an_exercise_that_nobody_can_run_here_asks_nobody_to_run_it():
    text = "○ not attempted yet. Replace each ... and run this cell."
    output = new_output("display_data", {"text/html": f"<div>{text}</div>", "text/plain": text})
    exercise = new_code_cell("check('sum')", metadata={"exercise": "sum"}, outputs=[output])
    (cell,) = made(exercise).cells[2:]

    assert cell.source == exercise.source
    assert cell.outputs == []


def test_a_lesson_can_be_downloaded():
    assert '<a href="09_a_lesson.ipynb" download>' in made().cells[1].source


def test_the_browser_tab_is_linked_only_when_the_book_is_published_beside_it():
    link = '<a href="../lab/index.html?path=09_a_lesson.ipynb">Run this lesson in your browser</a>'

    assert link in made(tab="lab/index.html").cells[1].source
    assert "Run" not in made().cells[1].source


@pytest.mark.parametrize("lesson", notebooks(), ids=lambda lesson: lesson.path.stem)
def test_no_lesson_loses_a_word_or_a_result(lesson):
    notebook = read(lesson.path)
    made = page(notebook, lesson.path.name, "")

    def parts(cells):
        kept = [cell for cell in cells if "navigation" not in cell.metadata.get("tags", [])]
        prose = [re.sub(r"\]\([^)]*\)", "", c.source) for c in kept if c.cell_type == "markdown"]
        results = [c for c in kept if c.cell_type == "code" and "exercise" not in c.metadata]
        return prose, [c.outputs for c in results if c.outputs]

    del made.cells[1]  # the links
    assert parts(made.cells) == parts(read(lesson.path).cells)

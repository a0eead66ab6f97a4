"""A lesson as a page of the book: with its stored outputs, without what only a notebook needs."""

from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from book.text import rewritten


def page(notebook: NotebookNode, name: str, tab: str) -> NotebookNode:
    """Return the notebook for Sphinx; `tab` is the address of the browser tab that can run it."""
    cells = [cell for cell in notebook.cells if "navigation" not in cell.metadata.get("tags", [])]
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = rewritten(cell.source)
            continue
        cell.metadata["tags"] = list(_tags(cell))
        cell.metadata["mystnb"] = {"code_prompt_show": _prompt(cell)}
        if "exercise" in cell.metadata:
            cell.outputs = []  # "not attempted yet": nobody can, on a page
    cells.insert(1, new_markdown_cell(f'<p class="lesson-links">{" ".join(_links(name, tab))}</p>'))
    notebook.cells = cells
    notebook.metadata["tocdepth"] = (
        2  # "The need" and "Green", again and again, are not worth listing
    )
    return notebook


def _tags(cell: NotebookNode) -> Iterator[str]:
    """Yield what MyST-NB should do with a code cell."""
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        yield "hide-input"
    if "outcome" in cell.metadata:
        yield "hide-output"  # a reader predicts it first
    if "prediction" in cell.metadata:
        yield "remove-cell"  # nobody can commit to an answer on paper


def _prompt(cell: NotebookNode) -> str:
    """Return what opens the folded part of a code cell."""
    return "Show what happens" if "outcome" in cell.metadata else "Show our code"


def _links(name: str, tab: str) -> Iterator[str]:
    """Yield the links to the lesson's notebook."""
    if tab:
        yield f'<a href="../{tab}?path={name}">Run this lesson in your browser</a>'
    yield f'<a href="{name}" download>Download this lesson</a>'

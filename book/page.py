"""A lesson as a page of the book: the stored outputs, and what only a notebook needs taken out."""

import re

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def page(notebook: NotebookNode, name: str, lab: str) -> NotebookNode:
    """Return the notebook as Sphinx shall see it; `lab` is the address of a lab to run it in."""
    cells = [cell for cell in notebook.cells if not _left_out(cell)]
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type == "markdown":
            cell.source = rewritten(cell.source)
        elif cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata["tags"] = ["hide-input"]
        if words := _in_words(cell, after):
            cell.metadata["mystnb"] = {"image": {"alt": words}}
    if lab:
        link = f'<a href="../{lab}?path={name}">Run this lesson in your browser</a>'
        cells.insert(1, new_markdown_cell(f'<p class="run">{link}</p>'))
    notebook.cells = cells
    notebook.metadata["tocdepth"] = 2  # "The need" and "Green", over and over, are no contents
    return notebook


def rewritten(text: str) -> str:
    """Return the text with its links between lessons and to the module leading into the book."""
    return LINK.sub(lambda found: f"]({_target(found[1])})", text)


def _target(link: str) -> str:
    if re.match(r"[\w.-]+\.ipynb", link):
        return f"/lessons/{link}"
    if module := re.fullmatch(r"\.\./eventstore/(\w+)\.py", link):
        return f"#file-eventstore-{module[1]}"
    raise ValueError(f"the book has no page for {link}")


def _left_out(cell: NotebookNode) -> bool:
    """Say whether it is navigation, or the cell where a learner asks for a hint."""
    asks = all(line.startswith("#") for line in cell.source.splitlines() if line)
    hints = cell.cell_type == "code" and "exercise" in cell.metadata and asks
    return "navigation" in cell.metadata.get("tags", []) or hints


def _in_words(cell: NotebookNode, after: NotebookNode | None) -> str:
    """Return what a picture shows, for those who do not see it; "" where there is none."""
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}):
            found = re.match(r"In words: (.*)", after.source) if after else None
            text = found[1] if found else output.data["text/plain"]
            return re.sub(r"[*`]", "", text)
    return ""

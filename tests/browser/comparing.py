"""What the browser shows beside what is stored."""

from collections.abc import Iterator

from nbformat import NotebookNode


def differences(stored: list[NotebookNode], shown: list[NotebookNode]) -> Iterator[str]:
    """Say which cells show something else than what is stored, and what; nothing if none does."""
    if [cell.source for cell in stored] != [cell.source for cell in shown]:
        yield "the cells are not those of the lesson"
    for before, now in zip(stored, shown, strict=False):
        if now.cell_type != "code":
            continue
        for output in now.outputs:
            if output.output_type == "error":
                yield f"cell {now.id} ends in an error: {output.ename}: {output.evalue}"
        if before.execution_count != now.execution_count:
            yield f"cell {now.id} ran as number {now.execution_count}, not {before.execution_count}"
        if _told(before) != _told(now):
            yield f"cell {now.id} shows\n{_told(now)}\nand not\n{_told(before)}"


def _told(cell: NotebookNode) -> list[tuple[str, str]]:
    """Every output of a cell, each form of it with its text."""
    told = []
    for output in cell.outputs:
        if output.output_type == "stream":
            told.append((output.name, output.text))
        for form, text in sorted(output.get("data", {}).items()):
            told.append((form, text))
    return told

"""What a lesson shows in a tab beside what is stored: the same, but for what it takes home."""

from collections.abc import Iterator

from nbformat import NotebookNode

NOT_RUN = "We could not run them: this Python cannot start another one.\n"


def differences(stored: list[NotebookNode], shown: list[NotebookNode]) -> Iterator[str]:
    """Say which cells of a lesson show something else than they should; nothing if none does."""
    # What lies beside the folder of lessons at home lies beside them here.
    if [cell.source.replace("](../", "](") for cell in stored] != [cell.source for cell in shown]:
        yield "the cells are not those of the lesson"
    for before, now in zip(stored, shown, strict=False):
        if now.cell_type == "code":
            where = f"cell {now.id}"
            if before.execution_count != now.execution_count:
                yield f"{where} ran as number {now.execution_count}, not {before.execution_count}"
            expected = taken_home(before.outputs)
            if len(expected) != len(now.outputs):
                yield f"{where} shows {len(now.outputs)} things, not {len(expected)}"
            for old, new in zip(expected, now.outputs, strict=False):
                if not _alike(old, new):
                    yield f"{where} shows\n{new}\nand not\n{old}"


def taken_home(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return what take_home() shows in a tab: it runs no test, and has a link to all the files."""
    if not (outputs and outputs[0].get("text", "").startswith("my/store: ")):
        return outputs
    first, _, _, *left_out = outputs[0].text.splitlines(keepends=True)
    told = "".join([first, NOT_RUN, *left_out])
    return [NotebookNode(outputs[0], text=told), NotebookNode(output_type="display_data", data={})]


def _alike(old: NotebookNode, new: NotebookNode) -> bool:
    if old.output_type != new.output_type or old.output_type == "error":
        return False
    if old.output_type == "stream":
        return bool((old.name, old.text) == (new.name, new.text))
    if not old.data:  # a link, which holds the files
        return 'download="store.zip"' in new.data["text/html"]
    return bool(old.data == new.data)

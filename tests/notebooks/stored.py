"""What a stored lesson must not be: complaints about one notebook, none if all is well."""

import json
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from .lessons import code_cells, is_answer, magic, text_of

# What would tell on whose machine a lesson was executed, or let somebody in.
LEAKS = {
    "a home path": re.compile(r"/(?:home|Users)/\w|/root/|[A-Z]:\\\\|/tmp/|/var/folders/"),
    "a host or address": re.compile(
        r"https?://(?!docs\.|aws\.amazon\.com|github\.com)|\blocalhost\b|\d+\.\d+\.\d+\.\d+"
        r"|\b[\w-]+\.(?:local|lan|internal)\b"
    ),
    "a credential": re.compile(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
        r"|(?:secret|session)_?\w*(?:key|token)\w*\W{0,4}[=:]\W{0,4}\w{3}",
        re.IGNORECASE,
    ),
    "an object's address": re.compile(r"\b0x[0-9a-f]{6,}"),
}


def complaints(notebook: NotebookNode) -> Iterator[str]:
    cells = [cell for cell in code_cells(notebook) if cell.source.strip()]
    if [cell.execution_count for cell in cells] != list(range(1, len(cells) + 1)):
        yield "the code cells are not executed from the first to the last, each once"
    for cell in cells:
        where = f"cell {cell.id}"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"{where} ends in an error: {output.ename}"
            if output.get("name") == "stderr":
                yield f"{where} writes to stderr: {output.text:.80}"
            if output.get("metadata"):
                yield f"{where} has metadata in its output"
        if wrong := _wrong_state(cell):
            yield f"{where} {wrong}"
    if set(notebook.metadata) != {"edition", "kernelspec", "language_info"}:
        yield f"the notebook has metadata of a kernel: {sorted(notebook.metadata)}"
    text = json.dumps(notebook, ensure_ascii=False).replace("\\n", " ")
    for what, pattern in LEAKS.items():
        if found := pattern.search(text):
            yield f"the notebook holds {what}: {found[0]}"


def _wrong_state(cell: NotebookNode) -> str:
    kind = magic(cell)
    text = text_of(cell) if cell.outputs else ""
    if kind == "red":
        error = re.match(r"%%red \S+ (\w+)", cell.source)[1]
        expected = rf"✘ red, as it should be: {error}\n(?s:.*)^E +.*{error}|^E .*assert"
        if not re.search(expected, text, re.MULTILINE):
            return f"is red, but {error} is not what it shows"
    elif kind == "green" and not re.match(r"✔ green: \d+ passed", text):
        return "is green, but does not say so"
    elif kind == "test" and not re.match(r"▷ pytest says: \d+ (passed|failed)", text):
        return "is a test, but shows no result"
    elif is_answer(cell) and not text.startswith("○ not attempted yet"):
        return "is the learner's, and somebody has filled it in"
    return ""

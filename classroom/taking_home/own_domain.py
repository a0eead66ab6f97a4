"""The learner's own domain in their project: as they wrote it, and what should hold of it."""

import ast
from dataclasses import dataclass

from classroom.cells.carrying import of_lesson
from classroom.cells.definitions import OURS, Definitions
from classroom.exercises.own_domain.sections import Domain
from classroom.taking_home.borrowed import (
    Borrowed,
    NotAvailableError,
    is_installed,
    names_used_of,
    root_of,
)
from classroom.taking_home.text import import_lines, renamed

_EXERCISE = "classroom.exercises.exercise"
_GIVEN = """\
client = connect()
given = SimpleNamespace(
    **{**vars(%s), "client": client, "table": lesson_table(client, "%s"), "new_id": fresh_stream}
)
"""


@dataclass(frozen=True)
class OwnDomain:
    """A domain, by the name of its module."""

    name: str
    domain: Domain

    def files(self, borrowed: Borrowed) -> dict[str, str]:
        """Return its module and that of its tests. NotAvailableError if it needs anything else."""
        return {
            f"{self.name}.py": self._module(borrowed),
            f"test_{self.name}.py": self._tests(borrowed),
        }

    def _module(self, borrowed: Borrowed) -> str:
        """Return what the learner wrote. What it takes from our module comes from the helpers."""
        text = self.domain.text
        body = ast.parse(text).body
        statements = Definitions([text]).needed(Definitions([text]).names).statements
        for statement in statements:
            for module in statement.modules():
                if not is_installed(module) and root_of(module) not in OURS:
                    raise NotAvailableError(root_of(module))
        lines, imports = text.splitlines(), list[ast.Import | ast.ImportFrom]()
        for node in body:
            if isinstance(node, ast.Import | ast.ImportFrom) and _is_ours(node):
                imports.append(node)
        for node in reversed(imports):
            lines[node.lineno - 1 : node.end_lineno] = _borrowed_instead(node, text, borrowed)
        text = "\n".join(lines) + "\n"
        for node in imports:
            for alias in node.names if isinstance(node, ast.Import) else ():
                bound = alias.asname or alias.name
                text = renamed(text, bound, {name: name for name in _used_of(text, bound)}) + "\n"
        return text

    def _tests(self, borrowed: Borrowed) -> str:
        tests = [test for number in self.domain.sections for test in of_lesson(number).tests]
        needed = [(test.__module__, test.__name__) for test in tests]
        needed += [("classroom.backend.connect", "connect"), (_EXERCISE, "fresh_stream")]
        needed += [("classroom.backend.tables", "lesson_table")]
        for module, name in needed:
            borrowed.take(module, name)
        imports = ["from types import SimpleNamespace", f"import {self.name}"]
        imports += [borrowed.import_of(module, name) for module, name in needed]
        about = (
            f'"""What should hold of {self.name}.py: each test is a sentence, and tried hard."""'
        )
        parts = [f"{about}\n\n{import_lines(imports)}\n\n{_GIVEN % (self.name, self.name)}"]
        for test in tests:
            sentence = (test.__doc__ or "").partition("\n")[0]
            called = f'    """{sentence}"""\n    {test.__name__}(given)\n'
            parts.append(f"def test_{test.__name__}():\n{called}")
        return "\n\n".join(parts)


def _is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    return root_of(module) in OURS


def _used_of(text: str, bound: str) -> list[str]:
    return [*names_used_of(Definitions([text]).needed(Definitions([text]).names).statements, bound)]


def _borrowed_instead(
    node: ast.Import | ast.ImportFrom, text: str, borrowed: Borrowed
) -> list[str]:
    """Return the imports of what is copied, in place of one from our module."""
    if isinstance(node, ast.ImportFrom):
        wanted = [(node.module or "", alias.name, alias.asname or "") for alias in node.names]
    else:
        wanted = [
            (alias.name, name, "")
            for alias in node.names
            for name in _used_of(text, alias.asname or alias.name)
        ]
    for module, name, _ in wanted:
        borrowed.take(module, name)
    return [borrowed.import_of(*each) for each in wanted]

"""Lay out a lesson's definitions as three files: store.py, conftest.py and test_store.py."""

import ast
import sys
from collections.abc import Iterable, Mapping

from classroom.definitions import FUNCTIONS, Definition, needed
from classroom.parameters import with_parameters

_STORE = '"""Your event store, as the lesson left it."""'
_TESTS = '"""Your tests that still stand."""'
_CONFTEST = '"""What the tests get: a client, an empty table, and the fixtures of the lesson."""'
_ALWAYS = """
import sys
from pathlib import Path
import pytest
from classroom import connect, lesson_table
"""
_PATH = """# So that the tests find store.py, wherever pytest was started.
sys.path.insert(0, str(Path(__file__).parent))"""
_GIVEN = {
    "client": """@pytest.fixture(scope="session")
def client():
    return connect()""",
    "table": """@pytest.fixture(scope="session")
def table(client):
    return lesson_table(client, "take-home")""",
}


def files_for(tests: list[str], known: Mapping[str, Definition]) -> dict[str, str]:
    """Return the text of each file: the tests, their fixtures, and whatever these need."""
    automatic = [name for name, found in known.items() if found.is_automatic]
    chosen = [found for found in needed([*tests, *automatic], known) if not found.is_import]
    fixtures = [found for found in chosen if found.is_fixture]
    written = [known[name] for name in tests if name in known]
    store = [found for found in chosen if found not in fixtures and found not in written]
    helpers = [found for found in store if isinstance(found.node, FUNCTIONS)]
    own = {fixture.name for fixture in fixtures}
    given = [text for name, text in _GIVEN.items() if name not in own]

    def text(head: list[str], parts: list[Definition], more: Iterable[str] = ()) -> str:
        blocks = [*more, *(with_parameters(part, helpers) for part in parts)]
        return "\n\n\n".join(["\n\n".join(filter(None, head)), *blocks]) + "\n"

    return {
        "store.py": text([_STORE, _imports(store, known)], store),
        "conftest.py": text(
            [_CONFTEST, _imports(fixtures, known, _ALWAYS), _PATH, _from_store(fixtures, store)],
            fixtures,
            given,
        ),
        "test_store.py": text(
            [_TESTS, _imports(written, known), _from_store(written, store)], written
        ),
    }


def _imports(parts: list[Definition], known: Mapping[str, Definition], always: str = "") -> str:
    """Return the imports that these definitions use, the standard library's own first."""
    used = {name for part in parts for name in part.names}
    nodes = [known[name].node for name in sorted(used) if name in known and known[name].is_import]
    blocks: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
    for node in [*ast.parse(always).body, *nodes]:
        if isinstance(node, ast.Import):
            line, module, names = ast.unparse(node), node.names[0].name, []
        elif isinstance(node, ast.ImportFrom):
            line, module = f"from {node.module} import ", node.module or ""
            names = [ast.unparse(alias) for alias in node.names]
        standard = module.partition(".")[0] in sys.stdlib_module_names
        blocks[standard].setdefault(line, []).extend(names)
    return "\n\n".join(
        "\n".join(line + ", ".join(sorted(set(names))) for line, names in _ordered(block))
        for block in blocks.values()
        if block
    )


def _ordered(block: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return sorted(block.items(), key=lambda entry: (not entry[0].startswith("import"), entry[0]))


def _from_store(parts: list[Definition], store: list[Definition]) -> str:
    used = {name for part in parts for name in part.names}
    names = sorted({found.name for found in store} & used)
    return f"from store import {', '.join(names)}" if names else ""

"""Lay out a lesson's definitions as three files: store.py, conftest.py and test_store.py."""

import ast
import re
import sys
from collections.abc import Mapping, Sequence

from classroom.cells.definitions import Definition, needed

_STORE = '"""Your event store, as the lesson left it."""'
_TESTS = '"""Your tests that still stand, and what they need."""'
_CONFTEST = '''"""Lets the tests find store.py, wherever pytest was started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
'''
_OPENING = """client = connect()
table = lesson_table(client, "take-home")"""


def files_for(tests: list[str], known: Mapping[str, Definition]) -> dict[str, str]:
    """Return the text of each file: the tests, the classes that they use, and what these need."""
    chosen = [found for found in needed(tests, known) if not found.is_import]
    classes = [f.name for f in chosen if isinstance(f.node, ast.ClassDef) and f.name not in tests]
    store = [found for found in needed(classes, known) if not found.is_import]
    others = [found for found in chosen if found not in store]
    used = {name for found in others for name in found.names}
    shared = sorted(found.name for found in store if found.name in used)
    more = ["from classroom import connect, lesson_table"]
    more += [f"from store import {', '.join(shared)}"] if shared else []
    return {
        "store.py": _text([_STORE, _imports(store, known)], store),
        "conftest.py": _CONFTEST,
        "test_store.py": _text([_TESTS, _imports(others, known, more), _OPENING], others),
    }


def _text(head: list[str], parts: list[Definition]) -> str:
    # What was new on a lesson's page is not new at home.
    sources = dict.fromkeys(part.source for part in parts)  # one statement may bind two names
    blocks = [re.sub(r"  # new\b.*$", "", source, flags=re.MULTILINE) for source in sources]
    return "\n\n\n".join(["\n\n".join(filter(None, head)), *blocks]) + "\n"


def _imports(
    parts: list[Definition], known: Mapping[str, Definition], more: Sequence[str] = ()
) -> str:
    """Return the imports that these definitions use, the standard library's own first."""
    used = {name for part in parts for name in part.names}
    found = [known[name] for name in sorted(used) if name in known and known[name].is_import]
    lines = [definition.source for definition in found]
    standard = [line for line in lines if _module(line) in sys.stdlib_module_names]
    others = [line for line in lines if line not in standard]
    blocks = [standard, others, more]
    return "\n\n".join("\n".join(sorted(block, key=_rank)) for block in blocks if block)


def _module(line: str) -> str:
    return line.split()[1].partition(".")[0]


def _rank(line: str) -> tuple[bool, str]:
    return not line.startswith("import"), line

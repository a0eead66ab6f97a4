"""Version 1.0.0 of the module, beside the current one, as two programs share a table.

eventstore-1.0.0.zip has its files, unchanged.
"""

import functools
import importlib
import sys
from pathlib import Path
from types import ModuleType

ZIP = Path(__file__).parent / "eventstore-1.0.0.zip"


@functools.cache
def version_1() -> ModuleType:
    """Return the module as it was. It has its own classes, such as Event."""
    current = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
    sys.path.insert(0, str(ZIP))
    try:
        return importlib.import_module("eventstore")
    finally:
        sys.path.remove(str(ZIP))
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]
        sys.modules.update(current)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == "eventstore"

"""What an import takes is measured with its bytecode, also where Python is told to write none."""

from pathlib import Path

import pytest

from benchmarks import imports
from benchmarks.sizes import SMALLEST

IMPORT = """
import importlib.util, pathlib, sys
sys.path.insert(0, {folder!r})
has_bytecode = pathlib.Path(importlib.util.cache_from_source({module!r})).exists()
import a_module
with open({log!r}, "a") as log:
    print(has_bytecode, file=log)
"""


def test_a_module_is_compiled_before_it_is_timed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module, log = tmp_path / "a_module.py", tmp_path / "log"
    module.write_text("")
    statement = IMPORT.format(folder=str(tmp_path), module=str(module), log=str(log))
    monkeypatch.setattr(imports, "STATEMENTS", {"eventstore": statement})
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    imports.imports(SMALLEST)

    timed = 2  # alone, and after boto3
    assert log.read_text().split()[-timed:] == ["True"] * timed
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a_module.py", "log"]

import subprocess
import sys

import pytest

HEAVY = ("moto", "pandas", "pytest", "ipytest", "IPython", "boto3")


@pytest.mark.parametrize("module", ["classroom", "classroom.lessons", "classroom.__main__"])
def test_importing_the_classroom_imports_nothing_heavy(module: str) -> None:
    code = f"import {module}, sys; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"

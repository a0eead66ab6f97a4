import subprocess
import sys

HEAVY = ("moto", "pandas", "matplotlib", "pytest", "ipytest", "IPython", "boto3")


def test_importing_classroom_imports_nothing_heavy() -> None:
    code = f"import classroom, sys; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"

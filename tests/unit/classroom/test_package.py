import subprocess
import sys

import pytest

HEAVY = ("moto", "pandas", "matplotlib", "pytest", "ipytest", "IPython", "boto3")


@pytest.mark.parametrize("module", ["classroom", "classroom.lessons", "classroom.__main__"])
def test_importing_the_classroom_imports_nothing_heavy(module: str) -> None:
    code = f"import {module}, sys; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


def test_a_picture_does_not_use_pyplot_whose_state_is_shared() -> None:
    code = (
        "from classroom import lines; import sys;"
        "png = lines({'hp': [(0, 8)]}, x='version', y='hp', text='8')._repr_png_();"
        "print(png[1:4], 'matplotlib.pyplot' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "b'PNG' False\n"

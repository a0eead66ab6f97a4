"""The package as a whole: small, light to import, and alone."""

import pathlib
import subprocess
import sys

import eventstore

HOME = pathlib.Path(eventstore.__file__).parent


def test_importing_it_brings_neither_pandas_nor_moto_nor_the_classroom():
    program = "import sys, eventstore; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
    packages = {name.partition(".")[0] for name in result.stdout.split()}
    assert packages.isdisjoint(
        {"pandas", "numpy", "moto", "lab", "classroom", "pytest", "mypy_boto3_dynamodb"}
    )


def test_it_can_be_read_in_one_sitting():
    lines = [line for path in HOME.glob("*.py") for line in path.read_text().splitlines()]

    assert sum(1 for line in lines if line.strip()) < 900

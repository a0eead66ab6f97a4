"""The reference describes every public name, and what it spells out itself is right."""

import inspect
import re

import pytest

import classroom
import eventstore
from book.lessons import ROOT


def reference(package):
    path = ROOT / f"book/source/reference/{package.__name__}.rst"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("package", [eventstore, classroom], ids=lambda package: package.__name__)
def test_the_reference_has_every_public_name(package):
    described = re.findall(r"^\.\. auto\w+:: (\w+)", reference(package), re.MULTILINE)

    assert sorted(described) == sorted({*package.__all__} - {"load_ipython_extension"})


def test_a_signature_that_we_have_written_ourselves_has_the_right_arguments():
    written = re.findall(r"^\.\. autoclass:: (\w+)\((.*)\)$", reference(eventstore), re.MULTILINE)

    assert len(written) == 2
    for name, arguments in written:
        right = inspect.signature(getattr(eventstore, name)).parameters
        assert re.findall(r"(\w+)(?:=[\w.()]+)?(?:, |$)", arguments) == [*right]

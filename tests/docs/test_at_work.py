"""The book's page about the module at work is a program: it runs, and prints what it says."""

import contextlib
import io
import re

from moto import mock_aws

from ..notebooks.lessons import ROOT

PAGE = (ROOT / "book/source/at_work.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_every_block_runs_after_the_ones_before_and_prints_its_comments() -> None:
    names: dict[str, object] = {"__name__": "at_work"}
    mock = mock_aws()

    with mock:
        for block in BLOCKS:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block.replace("mock_aws().start()", "pass"), PAGE, "exec"), names)
            said = [line[2:] for line in block.splitlines() if line.startswith("# ")]
            assert printed.getvalue().splitlines() == said, block


def test_the_page_shows_the_whole_of_the_part_for_work() -> None:
    code = "".join(BLOCKS)

    for name in ("EventTypes", "upcasts", "state_type", "given", "metadata", "records"):
        assert name in code
    for name in ("as_of", "protect", "fast_reads=True", "clock", "create_table", "command_id"):
        assert name in code
    for name in ("Subscription", "changed_streams", "every_stream"):
        assert name in code

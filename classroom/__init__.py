"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if sys.version_info < (3, 11):  # noqa: UP036 - what follows couldn't even be imported
    _told = "The workshop needs Python 3.11 or newer; this is Python {}.{} ({}).".format(
        *sys.version_info[:2], sys.executable
    )
    _ours = Path(__file__).parents[1] / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    if _ours.exists():
        _told += f"\nThe workshop's own is here. Type: {_ours / 'python'} -m classroom doctor"
    if sys.argv[:1] == ["-m"]:  # python -m classroom
        sys.exit(_told)
    raise ImportError(_told)

from classroom.backend.connect import connect, connect_streams
from classroom.backend.crashes import crash_after
from classroom.backend.doctor import doctor
from classroom.backend.faults import busy, lost_replies, lost_requests
from classroom.backend.tables import lesson_table
from classroom.cells.carrying import own_domain
from classroom.cells.checking import check
from classroom.cells.predicting import predict
from classroom.display.cabinet import cabinet
from classroom.display.concepts import picture
from classroom.display.crashes import crash_anywhere
from classroom.display.decisions import decisions
from classroom.display.events import bars, show
from classroom.display.fold import fold_stepper
from classroom.display.messages import lost_message
from classroom.display.pages import page_by_page
from classroom.display.plots import lines
from classroom.display.sequences import sequence
from classroom.display.stepping import take_turns
from classroom.display.writers import two_writers
from classroom.errors import SettingsError
from classroom.logbook import progress
from classroom.taking_home import take_home

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "SettingsError",
    "bars",
    "busy",
    "cabinet",
    "check",
    "connect",
    "connect_streams",
    "crash_after",
    "crash_anywhere",
    "decisions",
    "doctor",
    "fold_stepper",
    "lesson_table",
    "lines",
    "load_ipython_extension",
    "lost_message",
    "lost_replies",
    "lost_requests",
    "own_domain",
    "page_by_page",
    "picture",
    "predict",
    "progress",
    "sequence",
    "show",
    "take_home",
    "take_turns",
    "two_writers",
]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Bring %%red, %%green and what an exercise needs: `%load_ext classroom`."""
    from classroom.cells.magics import register

    register(shell)

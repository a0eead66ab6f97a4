"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

from typing import TYPE_CHECKING

from classroom.backend.connect import connect
from classroom.backend.doctor import doctor
from classroom.backend.faults import lost_replies, lost_requests
from classroom.backend.tables import lesson_table
from classroom.cells.checking import check, hint, solution
from classroom.display.cabinet import cabinet
from classroom.display.plots import lines
from classroom.display.sequences import sequence
from classroom.display.stepping import take_turns
from classroom.display.table import bars, show
from classroom.errors import SettingsError
from classroom.home import take_home
from classroom.logbook import progress

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "SettingsError",
    "bars",
    "cabinet",
    "check",
    "connect",
    "doctor",
    "hint",
    "lesson_table",
    "lines",
    "load_ipython_extension",
    "lost_replies",
    "lost_requests",
    "progress",
    "sequence",
    "show",
    "solution",
    "take_home",
    "take_turns",
]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Bring %%red, %%green and what an exercise needs: `%load_ext classroom`."""
    from classroom.cells.magics import register

    register(shell)

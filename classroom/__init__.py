"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

from typing import TYPE_CHECKING

from classroom.cabinet import cabinet
from classroom.checking import check, hint, solution
from classroom.home import take_home
from classroom.logbook import progress
from lab.connect import connect
from lab.doctor import doctor
from lab.errors import SettingsError
from lab.faults import lost_replies, lost_requests
from lab.tables import lesson_table
from pictures.plots import lines
from pictures.sequences import sequence
from pictures.stepping import take_turns
from pictures.table import bars, show

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
    from classroom.magics import register

    register(shell)

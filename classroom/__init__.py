"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

from typing import TYPE_CHECKING

from classroom.cabinet import cabinet
from classroom.checking import check, hint, solution
from classroom.connect import connect
from classroom.doctor import doctor
from classroom.errors import SettingsError
from classroom.faults import lost_replies, lost_requests
from classroom.home import take_home
from classroom.logbook import progress
from classroom.pictures import bars, show
from classroom.plots import lines
from classroom.sequences import sequence
from classroom.stepping import take_turns
from classroom.tables import lesson_table

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

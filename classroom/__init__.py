"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

from typing import TYPE_CHECKING

from classroom.cabinet import cabinet
from classroom.connect import connect
from classroom.errors import SettingsError
from classroom.home import take_home
from classroom.pictures import bars, show
from classroom.tables import lesson_table

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "SettingsError",
    "bars",
    "cabinet",
    "connect",
    "lesson_table",
    "load_ipython_extension",
    "show",
    "take_home",
]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Bring %%red, %%green and %%your_turn: `%load_ext classroom`."""
    from classroom.magics import register

    register(shell)

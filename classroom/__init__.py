"""What makes a notebook a lesson: a table to work on, red and green cells, pictures, take_home."""

from typing import TYPE_CHECKING

from classroom.errors import SettingsError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["SettingsError", "load_ipython_extension"]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Bring %%red, %%green and %%your_turn: `%load_ext classroom`."""
    from classroom.magics import register

    register(shell)

"""Which cells have run, in the order of the notebook, and the tests that each one wrote."""

from collections.abc import Container
from dataclasses import dataclass, field


@dataclass
class Cell:
    """One cell that a magic has run: `tests` are the names that it wrote."""

    key: str
    green: bool
    tests: list[str]


@dataclass
class History:
    """The cells of one kernel. A cell that runs again keeps its place; a new one follows the last.

    `sources` are the bodies of all cells that ran without an error, oldest first.
    """

    cells: list[Cell] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    reds: set[str] = field(default_factory=set)
    _last: int = -1

    def enter(self, cell: Cell) -> int:
        """Note that the cell has run, and return its place."""
        keys = [known.key for known in self.cells]
        if cell.key in keys:
            place = keys.index(cell.key)
            self.cells[place] = cell
        else:
            place = self._last + 1
            self.cells.insert(place, cell)
        self._last = place
        return place

    def standing(self, place: int, names: Container[str]) -> list[str]:
        """Return the tests written up to this place, first written first, that still exist."""
        written = (test for cell in self.cells[: place + 1] for test in cell.tests)
        return list(dict.fromkeys(test for test in written if test in names))

    def new(self, place: int, names: Container[str]) -> list[str]:
        """Return those of the standing tests that no earlier green has run."""
        earlier = [n for n, cell in enumerate(self.cells[:place]) if cell.green]
        known = self.standing(earlier[-1], names) if earlier else []
        return [test for test in self.standing(place, names) if test not in known]


history = History()

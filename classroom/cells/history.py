"""What a lesson's cells have defined, by their place in the lesson and not by when they ran.

A cell with a place (`%%red 4b ...`) finds the names and tests of the places before it, as a reader
who goes through the lesson from the top would. So cells can run in any order: what was run too
early, or again, changes nothing for a cell above it.

A cell without a place (an ordinary one) belongs right after the last cell that ran. Where it has
run at two points, the earlier one counts.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_PLACE = re.compile(r"(\d+)([a-z])")
_GONE = object()  # stands for the value of a name that a cell has deleted


class Position(NamedTuple):
    """Where a cell is: beat or step 4, letter b, and how many cells without a place come between.

    Positions compare as the cells follow one another.
    """

    number: int
    letter: str
    further: float = 0

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"

    @property
    def end(self) -> "Position":
        """The last moment before the next place."""
        return self._replace(further=float("inf"))


TOP = Position(-1, "")  # before the first cell


def position(place: str) -> Position | None:
    """Return the position that a place such as `4b` names; None for any other word."""
    found = _PLACE.fullmatch(place)
    return Position(int(found[1]), found[2]) if found else None


@dataclass
class Cell:
    """One cell that has run: its Python source, the tests that it wrote, and what it bound.

    `kind` is red, green, test, plain or answer. `key` tells it from the others: its place, the name
    of its exercise, or else its source. `passed` are the tests that a green has run.
    """

    key: str
    at: Position
    kind: str
    source: str
    tests: list[str] = field(default_factory=list)
    bound: dict[str, Any] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    round: int = 0

    @property
    def has_a_place(self) -> bool:
        """Say whether the cell says itself where it is."""
        return self.at.further == 0


class History:
    """The cells of one kernel, and which of them each of the notebook's names is from."""

    def __init__(self) -> None:
        self.last = TOP
        self.round = 0  # how often the lesson has been begun
        self.reds = set[str]()  # the cells that have been red as expected, by key
        self._cells: dict[str, Cell] = {}
        self._from: dict[str, Cell] = {}

    @property
    def cells(self) -> list[Cell]:
        """The cells that have run, as they follow one another in the lesson."""
        return sorted(self._cells.values(), key=lambda cell: cell.at)

    @property
    def sources(self) -> list[str]:
        """The source of each cell of the lesson, in order; cells of an earlier round come first."""
        lesson = [cell for cell in self.cells if cell.kind != "answer"]
        return [cell.source for cell in sorted(lesson, key=self._counts)]

    def begin(self, names: dict[str, Any]) -> None:
        """Begin another round, at the top. Of the names, those that a place has bound are gone."""
        self.round += 1
        self.go_to(TOP, names)

    def position_without_place(self, key: str) -> Position:
        """Return where a cell without a place is: after the last one, or where it was before."""
        here = [cell.at for cell in self._cells.values() if cell.kind != "answer"]
        further = [at.further for at in here if at[:2] == self.last[:2]]
        following = self.last._replace(further=max([self.last.further, *further]) + 1)
        known = self._cells.get(key)
        return min(known.at, following) if known and self._counts(known) else following

    def go_to(self, at: Position, names: dict[str, Any]) -> None:
        """Give the notebook's names the values that the cells before `at` have left them.

        A name that only later cells have bound is taken away, unless ordinary cells alone bound it:
        they may have run out of their order.
        """
        wanted: dict[str, Cell] = {}
        later: set[str] = set()
        for cell in self.cells:
            if cell.at < at and self._counts(cell):
                wanted |= dict.fromkeys(cell.bound, cell)
            elif cell.kind != "plain":
                later |= cell.bound.keys()
        for name in wanted.keys() | later:
            now, then = self._from.get(name), wanted.get(name)
            if then is not None and now is then:
                continue  # what a function has changed since, by `global`, stays
            if now is not None:
                now.bound[name] = names.get(name, _GONE)
            _set(names, name, _GONE if then is None else then.bound[name])
            _set(self._from, name, _GONE if then is None else then)
        self.last = at

    def go_to_the_end(self, names: dict[str, Any]) -> Position:
        """Give the names the values that the last of the cells has left; return its position."""
        end = max((cell.at for cell in self._cells.values()), default=TOP)
        self.go_to(end.end, names)
        self.last = end
        return end

    def enter(self, cell: Cell, names: dict[str, Any], assigned: set[str]) -> None:
        """Note that the cell has run, and what the names are now that it binds or deletes."""
        self.forget(self._cells.get(cell.key))
        cell.bound = {name: names.get(name, _GONE) for name in assigned}
        cell.round = self.round
        self._cells[cell.key] = cell
        self._from |= dict.fromkeys(assigned, cell)
        self.last = cell.at

    def names_of_the_lesson(self, at: Position) -> set[str]:
        """Return the names that the lesson's cells before `at`, or ordinary cells, have bound."""
        ours = [cell for cell in self._cells.values() if cell.kind != "answer"]
        return {
            name for cell in ours if cell.at < at or cell.kind == "plain" for name in cell.bound
        }

    def doubt(self, assigned: set[str]) -> None:
        """Note that a cell has failed, so nobody knows whose these names are now."""
        for name in assigned:
            self._from.pop(name, None)

    def forget(self, cell: Cell | None) -> None:
        """Take back that a cell has run."""
        if cell is not None:
            self._cells.pop(cell.key, None)
            self.doubt({name for name in cell.bound if self._from.get(name) is cell})

    def _counts(self, cell: Cell) -> bool:
        """Say whether we know where the cell is. One without a place counts in its round only."""
        return cell.has_a_place or cell.round == self.round

    def standing(self, at: Position, names: Container[str]) -> list[str]:
        """Return the tests written up to `at`, first written first, that still exist."""
        written = [test for cell in self.cells if cell.at <= at for test in cell.tests]
        return [test for test in dict.fromkeys(written) if test in names]

    def new(self, at: Position, names: Container[str]) -> list[str]:
        """Return those of the standing tests that no earlier green has run."""
        greens = [cell for cell in self.cells if cell.kind == "green" and cell.at < at]
        known = self.standing(greens[-1].at, names) if greens else []
        return [test for test in self.standing(at, names) if test not in known]

    def cured_at(self, red: Cell) -> str:
        """Return the place where, in this round, a later green has passed a red cell's tests."""
        for cell in self.cells:
            if cell.at <= red.at or cell.round != self.round:
                continue
            if set(cell.tests) & set(red.tests):
                break  # from here on they are other tests of the same name
            if cell.has_a_place and cell.kind == "green" and set(red.tests) <= set(cell.passed):
                return cell.key
        return ""


def _set(where: dict[str, Any], name: str, value: Any) -> None:
    if value is _GONE:
        where.pop(name, None)
    else:
        where[name] = value


history = History()

"""What a lesson's cells have defined, by their place in the lesson and not by when they ran.

A cell with a place (`%%red 4b ...`) finds the names and tests of the places before it, as a reader
who goes through the lesson from the top would. So cells can run in any order: what was run too
early, or again, changes nothing for a cell above it.

A cell without a place, such as an ordinary one, belongs right after the last cell that ran. If it
ran twice in a round, after different cells, the earlier position counts.

A round begins each time that the lesson's first cell runs, so *Run All* is a round.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_PLACE = re.compile(r"(\d+)([a-z])")
_GONE = object()  # stands for the value of a name that a cell has deleted


class Position(NamedTuple):
    """Where a cell is: 4b is the second red, green or test cell of beat (or step) 4.

    `behind` is 0 for the cell with that place, and 1, 2, ... for the cells without a place that
    follow it. Positions sort in the order of the lesson.
    """

    number: int
    letter: str
    behind: float = 0

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"

    @property
    def end(self) -> "Position":
        """The position after the cells without a place that belong to this one."""
        return self._replace(behind=float("inf"))


TOP = Position(-1, "")  # before the first cell


def position(place: str) -> Position | None:
    """Return the position that a place such as `4b` names; None for any other word."""
    found = _PLACE.fullmatch(place)
    return Position(int(found[1]), found[2]) if found else None


@dataclass
class Cell:
    """One cell that has run: its Python source, the tests that it defines, and the names it set.

    `kind` is red, green, test, plain or answer. `key` tells it from the others: its place, the name
    of its exercise, or else its source. `passed` are the tests that passed in a green.
    """

    key: str
    at: Position
    kind: str
    source: str
    tests: list[str] = field(default_factory=list)
    set_names: dict[str, Any] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    round: int = 0

    @property
    def has_a_place(self) -> bool:
        """Say whether the cell's first line has a place."""
        return self.at.behind == 0


class History:
    """The cells that have run in one kernel, and which cell last set each of its names."""

    def __init__(self) -> None:
        self.last = TOP
        self.round = 0
        self.reds = set[str]()  # the cells that have been red as expected, by key
        self._cells: dict[str, Cell] = {}
        self._set_by: dict[str, Cell] = {}

    @property
    def cells(self) -> list[Cell]:
        """The cells that have run, in the order of the lesson."""
        return sorted(self._cells.values(), key=lambda cell: cell.at)

    @property
    def sources(self) -> list[str]:
        """The sources of the lesson's cells, in order; those of an earlier round come first."""
        lesson = [cell for cell in self.cells if cell.kind != "answer"]
        return [cell.source for cell in sorted(lesson, key=self._has_known_position)]

    def begin(self, names: dict[str, Any]) -> None:
        """Begin a round: delete the names that red, green, test and answer cells have set."""
        self.round += 1
        self.go_to(TOP, names)

    def position_without_place(self, key: str) -> Position:
        """Return where a cell without a place is: after the last that ran, or where it was."""
        here = [cell.at for cell in self._cells.values() if cell.kind != "answer"]
        behind = [at.behind for at in here if at[:2] == self.last[:2]]
        following = self.last._replace(behind=max([self.last.behind, *behind]) + 1)
        known = self._cells.get(key)
        return min(known.at, following) if known and self._has_known_position(known) else following

    def go_to(self, at: Position, names: dict[str, Any]) -> None:
        """Set the notebook's names to the values that they have before `at`.

        Delete a name that no cell before `at` has set, but a later one has. A name that only
        ordinary cells have set stays: they may have run out of order.
        """
        wanted: dict[str, Cell] = {}
        later: set[str] = set()
        for cell in self.cells:
            if cell.at < at and self._has_known_position(cell):
                wanted |= dict.fromkeys(cell.set_names, cell)
            elif cell.kind != "plain":
                later |= cell.set_names.keys()
        for name in wanted.keys() | later:
            now, then = self._set_by.get(name), wanted.get(name)
            if then is not None and now is then:
                continue  # a function may have changed it since, with `global`
            if now is not None:
                now.set_names[name] = names.get(name, _GONE)
            _set(names, name, _GONE if then is None else then.set_names[name])
            _set(self._set_by, name, _GONE if then is None else then)
        self.last = at

    def go_to_the_end(self, names: dict[str, Any]) -> Position:
        """Set the names to the values that the last cell has left, and return its position."""
        end = max((cell.at for cell in self._cells.values()), default=TOP)
        self.go_to(end.end, names)
        self.last = end
        return end

    def enter(self, cell: Cell, names: dict[str, Any], assigned: set[str]) -> None:
        """Record that the cell has run, with the values of the names that it assigns or deletes."""
        self.forget(self._cells.get(cell.key))
        cell.set_names = {name: names.get(name, _GONE) for name in assigned}
        cell.round = self.round
        self._cells[cell.key] = cell
        self._set_by |= dict.fromkeys(assigned, cell)
        self.last = cell.at

    def names_of_the_lesson(self, at: Position) -> set[str]:
        """Return the names that ordinary cells, or the lesson's cells before `at`, have set."""
        ours = [cell for cell in self._cells.values() if cell.kind != "answer"]
        return {
            name for cell in ours if cell.at < at or cell.kind == "plain" for name in cell.set_names
        }

    def forget_names(self, assigned: set[str]) -> None:
        """Forget which cell set these names: a cell that failed may have changed them."""
        for name in assigned:
            self._set_by.pop(name, None)

    def forget(self, cell: Cell | None) -> None:
        """Remove a cell, as if it had not run."""
        if cell is not None:
            self._cells.pop(cell.key, None)
            self.forget_names({name for name in cell.set_names if self._set_by.get(name) is cell})

    def _has_known_position(self, cell: Cell) -> bool:
        """Say whether the cell's position is known: without a place, only in its own round."""
        return cell.has_a_place or cell.round == self.round

    def standing(self, at: Position, names: Container[str]) -> list[str]:
        """Return the tests defined up to `at` that still exist, in the order of the lesson."""
        written = [test for cell in self.cells if cell.at <= at for test in cell.tests]
        return [test for test in dict.fromkeys(written) if test in names]

    def new(self, at: Position, names: Container[str]) -> list[str]:
        """Return the standing tests that did not exist at the last green before `at`."""
        greens = [cell for cell in self.cells if cell.kind == "green" and cell.at < at]
        known = self.standing(greens[-1].at, names) if greens else []
        return [test for test in self.standing(at, names) if test not in known]

    def first_green_after(self, red: Cell) -> str:
        """Return the place of the green that, in this round, made a red cell's tests pass."""
        for cell in self.cells:
            if cell.at <= red.at or cell.round != self.round:
                continue
            if set(cell.tests) & set(red.tests):
                break  # from here on, these names are other tests
            if cell.has_a_place and cell.kind == "green" and set(red.tests) <= set(cell.passed):
                return cell.key
        return ""


def _set(where: dict[str, Any], name: str, value: Any) -> None:
    if value is _GONE:
        where.pop(name, None)
    else:
        where[name] = value


history = History()

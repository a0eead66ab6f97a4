"""The learner's own domain, which grows at home from lesson to lesson: my/domain.py.

It's plain Python, with a section for each lesson. A right answer becomes its lesson's section, with
what it needs of the lesson in front. Two domains are offered; a learner who goes on with one of
them has a file of its own for it. A section that is replaced is kept beside the file.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from classroom import exercises, files
from classroom.backend.settings import read_settings
from classroom.cells import ipython, slips, stopping
from classroom.cells.definitions import OURS, Definitions
from classroom.cells.history import history
from classroom.cells.judging import judge
from classroom.errors import LessonError
from classroom.exercises.exercise import Exercise
from classroom.exercises.own_domain.sections import OFFERED, Domain, offered, parsed

_ABOUT = '"""My own domain, as I wrote it at home, lesson by lesson."""'
_OWN = "domain.py"
_CHOICE = 'own_domain("library loans") or own_domain("a parcel\'s journey")'
_TOLD = 7  # names of a domain: its events, and what makes their state
_BUILTINS = {*dir(builtins)} - {"get_ipython", "display"}
_GIVEN = {"client", "table"}  # each lesson has its own


def own_domain(name: str = "") -> None:
    """Define here what your domain has so far, as if you had typed it in this cell.

    It's what you wrote at home in earlier lessons, and it's in my/domain.py. Without one, go on
    with one that we offer: `own_domain("library loans")` or `own_domain("a parcel's journey")`.
    """
    Opened(ipython.shell().user_ns).open(name)


@dataclass
class Opened:
    """A cell's names, and the domain that the cell goes on with: its own, or one that we offer."""

    names: dict[str, Any]
    before: int = 100  # only sections of lessons before this one
    name: str = ""

    def open(self, name: str = "") -> None:
        """Define the domain's names in the cell."""
        self.name = _known(name)
        domain = self.domain.only(range(self.before))
        if not domain.sections:
            raise LessonError(
                f"there is no domain of your own yet: lesson 01 begins it, at home.\n"
                f"To go on with one that we offer, write {_CHOICE}."
            )
        try:
            run(domain, self.names, self.path)
        except Exception as error:
            line = ipython.own_line(self.names, error, domain.text)
            raise LessonError(f"{self._shown} doesn't run as it is:\n{line}") from None
        defined = [name for name in names_of(domain) if name not in _imports_of(domain)]
        told = ", ".join(defined[:_TOLD])
        more = f", and {len(defined) - _TOLD} more" if len(defined) > _TOLD else ""
        print(f"{self._shown} ({_lessons(sorted(domain.sections))}): {told}{more}")  # noqa: T201

    @property
    def path(self) -> Path:
        """Return the file that has what the learner wrote."""
        return read_settings().my / OFFERED.get(self.name, _OWN)

    @property
    def domain(self) -> Domain:
        """Return the domain as it is now: the learner's file, and what is offered for the rest."""
        mine = _read(self.path)
        if self.name:
            ours = offered(self.name)
            return Domain(mine.about or ours.about, {**ours.sections, **mine.sections})
        return mine

    @property
    def _shown(self) -> str:
        return f"my/{self.path.name}" if self.path.exists() else self.name

    def where_from(self, name: str) -> str:
        """Say where a name of the domain that isn't here comes from."""
        ours = offered(next(iter(OFFERED))).sections
        number = next(n for n in sorted(ours) if name in names_of(Domain("", {n: ours[n]})))
        return (
            f"It comes from lesson {number:02}, at home. If you have done that, begin this cell "
            f"with own_domain(). If not, go on with one that we offer: {_CHOICE}."
        )

    def keep(self, exercise: Exercise, source: str) -> str:
        """Keep a right answer as its lesson's section; return what to say about that."""
        number = int(exercise.lesson[:2])
        try:
            section = _section(source, {*names_of(self.domain.only(range(number)))})
            for name in OFFERED:
                is_begun = number == 1 or (self.name == name and not self.path.exists())
                if is_begun and _alike(section, offered(name).sections[number]):
                    return f'This one is ours: in the next lesson, write own_domain("{name}").'
            with files.alone(self.path):
                return self._kept(number, section)
        except NotOnItsOwnError as error:
            return f"It isn't kept for the next lesson: {error}."
        except (OSError, LessonError) as error:
            return f"It isn't kept in my/{self.path.name}, so save this cell yourself: {error}"

    def _kept(self, number: int, section: str) -> str:
        mine = _read(self.path)
        now = self.domain.with_section(number, section)
        told = f"It's in my/{self.path.name} now, for the next lesson."
        if mine.sections.get(number) == now.sections[number]:
            return told
        later = [each for each in sorted(mine.sections) if each > number]
        kept = now.only({*range(number + 1), *later})
        if self._misfit(kept, later):
            kept = now.only(range(number + 1))
            told += f" The answers from lesson {later[0]:02} on don't fit it: do them again."
        before = kept.only(range(number))
        redefined = {*names_of(before)} & {*names_of(Domain("", {number: section}))}
        if redefined and (misfit := self._misfit(kept, sorted(before.sections))):
            told += f" But with it, the tests of lesson {misfit:02} fail: change that, too."
        if number in mine.sections or not kept.sections.keys() >= mine.sections.keys():
            told += f" What you had is in my/{files.set_aside(self.path, '.kept').name}."
        files.write(self.path, Domain(kept.about or _ABOUT, kept.sections).text)
        return told

    def _misfit(self, domain: Domain, lessons: Iterable[int]) -> int | None:
        """Return the first of these lessons whose tests fail with the domain."""
        given = (*_GIVEN, "__name__", stopping.TICK)
        names = {name: self.names[name] for name in given if name in self.names}
        try:
            run(domain, names, self.path)
        except Exception:
            return next(iter(lessons), None)
        return next((number for number in lessons if judge(of_lesson(number), names)), None)


class NotOnItsOwnError(Exception):
    """An answer uses something that only its lesson has."""


def of_lesson(number: int) -> Exercise:
    """Return the exercise of a lesson whose answer is a section of the domain."""
    names = next(names for each, names in exercises.LESSONS.items() if each[:2] == f"{number:02}")
    return exercises.find(names[-1])


def run(domain: Domain, names: dict[str, Any], path: Path) -> None:
    """Run the domain with these names."""
    compiler = stopping.compiled if stopping.TICK in names else _compiled
    exec(compiler(domain.text, str(path)), names)  # noqa: S102 - the learner wrote it


def _compiled(python: str, file: str) -> Any:
    return compile(python, file, "exec", dont_inherit=True)


def mine() -> dict[str, Domain]:
    """Return each domain that the learner has written in, by the name of its module."""
    paths = [read_settings().my / name for name in (_OWN, *OFFERED.values())]
    found = {path.stem: _read(path) for path in paths}
    return {name: domain for name, domain in found.items() if domain.sections}


def _read(path: Path) -> Domain:
    try:
        return parsed(files.read(path))
    except FileNotFoundError:
        return Domain("")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(f"my/{path.name} can't be read: {error}") from None


def _known(name: str) -> str:
    """Return the name of a domain that we offer as we write it; empty for the learner's own."""
    word = slips.straight(name).casefold().strip()
    if not word:
        return ""
    near = [each for each in OFFERED if word in each] or get_close_matches(word, OFFERED, 1)
    if not near:
        raise LessonError(f"we don't offer {name!r}; write {_CHOICE}, or own_domain() for your own")
    return near[0]


def _section(source: str, bound: set[str]) -> str:
    """Return an answer as a section: without own_domain(), with what it needs of the lesson."""
    code = _without_the_call(source)
    try:
        table = symtable.symtable(code, "cell", "exec")
    except SyntaxError:
        raise NotOnItsOwnError(
            "write it as plain Python, without lines that begin with %"
        ) from None
    missing = _free(table) - bound - _BUILTINS
    needed = Definitions(history.sources).needed(missing, stops=bound)
    if unknown := needed.unknown - _BUILTINS:
        raise NotOnItsOwnError(f"it uses {min(unknown)}, which this cell should define")
    for statement in needed.statements:
        if any(module.partition(".")[0] in OURS[:1] for module in statement.modules()):
            name = min(statement.binds | missing & _GIVEN)
            raise NotOnItsOwnError(f"it uses {name}, which only this lesson has")
    imports = [each.source for each in needed.statements if each.is_import]
    others = [each.source for each in needed.statements if not each.is_import]
    above = "\n\n\n".join(part for part in ("\n".join(imports), *others) if part)
    are_imports_all = not others and re.match(r"(from|import) ", code)
    return ("\n" if are_imports_all else "\n\n\n").join((above, code)).strip()


def _without_the_call(source: str) -> str:
    """Return the code without the line that opens the domain."""
    lines = source.splitlines()
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return source.strip()
    for node in reversed(body):
        if isinstance(node, ast.Expr) and _is_the_call(node.value):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines).strip()


def _is_the_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "own_domain"


def _free(table: symtable.SymbolTable) -> set[str]:
    """Return the names that the code doesn't define itself."""
    tables, found = [table], set[str]()
    for each in tables:
        tables += each.get_children()
        symbols = each.get_symbols()
        found |= {s.get_name() for s in symbols if each is table or s.is_global()}
    own = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    return found - own


def names_of(domain: Domain) -> list[str]:
    """Return the names that the domain defines or imports, in order; none if it isn't Python."""
    return [s.get_name() for s in _symbols(domain) if s.is_assigned() or s.is_imported()]


def _imports_of(domain: Domain) -> list[str]:
    return [symbol.get_name() for symbol in _symbols(domain) if symbol.is_imported()]


def _symbols(domain: Domain) -> list[symtable.Symbol]:
    try:
        return symtable.symtable(domain.text, "domain", "exec").get_symbols()
    except SyntaxError:
        return []


def _lessons(numbers: list[int]) -> str:
    first, last = f"{numbers[0]:02}", f"{numbers[-1]:02}"
    if len(numbers) == 1:
        return f"lesson {first}"
    if len(numbers) > 2 and numbers == [*range(numbers[0], numbers[-1] + 1)]:
        return f"lessons {first} to {last}"
    return f"lessons {', '.join(f'{number:02}' for number in numbers[:-1])} and {last}"


def _alike(one: str, another: str) -> bool:
    try:
        return bool(one) and ast.dump(ast.parse(one)) == ast.dump(ast.parse(another))
    except SyntaxError:
        return False

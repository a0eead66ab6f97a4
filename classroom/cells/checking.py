"""The learner's side of an exercise: `check`, by its name."""

import ast
import re
from dataclasses import dataclass, field
from typing import Any

from classroom import exercises, logbook
from classroom.cells import ipython, slips, stopping
from classroom.cells.blanks import BLANK, blanks_in, has_code
from classroom.cells.carrying import Opened
from classroom.cells.history import TOP, Cell, history, position
from classroom.cells.judging import FailedTestError, judge
from classroom.display.banner import show_state
from classroom.display.beside import beside
from classroom.errors import LessonError
from classroom.exercises.exercise import Exercise, NotYetError

# A cell with such a line is an exercise's, and ends with it: only comments may follow.
_CALL = re.compile(r"^check[ \t]*\(", re.MULTILINE)
_NAME = re.compile(r"""check\s*\(\s*(?:name\s*=\s*)?["']+([\w-]+)["']""")
_NO_NAME = "?"  # stands before a call that doesn't say which exercise it's about


@dataclass(frozen=True)
class Verdict:
    """What an answer has come to: open, tried or right; a line that says so, and more below it."""

    state: str
    line: str
    more: str = ""
    names: dict[str, Any] = field(default_factory=dict)  # that a right answer binds


def check(name: str) -> None:
    """Judge the cell that ends with this call. Nothing else in the lesson changes."""
    raise LessonError(f'Put check("{name}") on the last line of the cell with your answer')


def as_exercise(lines: list[str]) -> list[str]:
    """Run an exercise's cell ourselves, to explain its errors and to keep its names apart.

    If the call isn't as it should be, none of the cell runs, and we say what is wrong.
    """
    source = "".join(lines)
    call = _CALL.search(source)
    if call is None or source.startswith("%%"):  # what a magic runs comes here again without it
        return lines
    body, end = source[: call.start()], slips.straight(source[call.start() :])
    if name := _asked(end):
        return [f"%%exercise {name}\n", f"{body}\n"]
    if written := _NAME.match(end):
        return [f'check("{written[1]}")\n']
    return [f"%%exercise {_NO_NAME}{end.splitlines()[0]}\n", "\n"]


def _asked(end: str) -> str:
    """Return the name of the exercise if this is a call of check and nothing else."""
    try:
        (statement,) = ast.parse(end).body
    except (SyntaxError, ValueError):
        return ""
    match statement:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name))], [])):
            return name.strip()
        case ast.Expr(ast.Call(ast.Name("check"), [], [ast.keyword("name", ast.Constant(name))])):
            return str(name).strip()
    return ""


def _without_a_name(call: str) -> LessonError:
    """Return what to say of a call such as `check(NAME)` or `check(add-it)`."""
    inside = re.sub(r"[\s_-]+", "-", call.partition("(")[2].partition(")")[0].strip())
    if inside in exercises.names():
        return LessonError(f'put the name between quotation marks: check("{inside}")')
    return LessonError(
        f"{call}: write the name of the exercise itself, between quotation marks, "
        'as the cell had it at first: check("...")'
    )


def exercise(line: str, body: str) -> None:
    """Run the learner's cell in a copy of the lesson's names, judge it, and say so kindly."""
    name = line.strip()
    if name.startswith(_NO_NAME):
        raise _without_a_name(name.removeprefix(_NO_NAME))
    asked, lesson = _find(name), ipython.shell().user_ns
    at = (position(asked.after) or TOP).end
    history.go_to(at, lesson)
    try:
        verdict = _judged(asked, body)
    except KeyboardInterrupt:
        raise LessonError("stopped, so this answer isn't judged") from None
    # What the lesson defines stays as it is, and of the rest, what the exercise asks for is kept.
    added = (verdict.names.keys() & set(asked.asks)) - history.names_of_the_lesson(at)
    lesson.update({new: verdict.names[new] for new in added})
    if verdict.state == "right":
        history.enter(Cell(name, at, "answer", body), lesson, added)
    history.last = at._replace(behind=0)
    more = verdict.more
    if verdict.state != "open":

        def changes(known: dict[str, Any]) -> dict[str, Any]:
            now = "right" if known["state"] == "right" else verdict.state
            if known["state"] == "given" and body.strip() == asked.answer.strip():
                now = "given"  # by a checkpoint, and as it was
            tries, tried = known["tries"], known["tried"]
            if verdict.state == "tried" and body != tried:
                tries, tried = tries + 1, body
            return {"state": now, "tries": tries, "tried": tried}

        tries = logbook.change(name, changes)["tries"]
        if verdict.state == "tried":
            more += ("\n\n" if more else "") + _help(tries)
    is_ours_to_compare = verdict.state == "right" and not asked.at_home
    below = beside(body, asked.answer) if is_ours_to_compare else ""
    show_state(f"{logbook.SYMBOLS[verdict.state]} {verdict.line}", more, below)


def _judged(exercise: Exercise, source: str) -> Verdict:
    """Run the answer in a copy of the lesson's names, and ask its tests."""
    left, at_first = blanks_in(source), blanks_in(exercise.start)
    if left and left < at_first:
        return Verdict("open", f"not finished yet: {left} {BLANK} left to replace.")
    if left or not has_code(source):
        todo = f"Replace each {BLANK}" if at_first else "Write your answer here"
        return Verdict("open", f"not attempted yet. {todo} and run this cell.")
    return _run(exercise, source)


def _run(exercise: Exercise, source: str) -> Verdict:
    names = dict(ipython.shell().user_ns)
    if missing := [name for name in exercise.needs if name not in names]:
        place = exercise.needs[missing[0]]
        told = f"It comes from “{place}”. In the menu: Run > Run All Above Selected Cell."
        return Verdict("open", f"not judged: {missing[0]} is missing here", told)
    with stopping.limited(names):
        return _judge(exercise, source, names)


def _judge(exercise: Exercise, source: str, names: dict[str, Any]) -> Verdict:
    opened = Opened(names)
    if exercise.of_the_domain:
        opened.before = int(exercise.lesson[:2])
        names["own_domain"] = opened.open
    error = ipython.run_apart(source, names)
    if isinstance(error, LessonError):
        return Verdict("open", "not judged", str(error))
    if error is not None:
        told = ipython.own_line(names, error, source, exercise.start)
        kind = type(error).__name__
        line = f"not yet: {kind}" if f"{kind}: " in told else "not yet"
        return Verdict("tried", line, told)
    # From Python 3.13 on, the variable of a comprehension is listed, too.
    bound = ipython.assigned_in(ipython.python_of(source)) & names.keys()
    if absent := [name for name in exercise.asks if name not in bound]:
        return Verdict("tried", f"not yet: this cell should define {absent[0]}")
    if missing := [name for name in exercise.takes if name not in names]:
        return Verdict(
            "open", f"not judged: {missing[0]} is missing here", opened.where_from(missing[0])
        )
    # The answer may have given another meaning to a name of the lesson, such as client.
    ours = {name: ipython.shell().user_ns[name] for name in exercise.needs.keys() - exercise.asks}
    if found := judge(exercise, names | ours):
        return Verdict("tried", "not yet", _told(*found, names, source))
    bindings = {name: names[name] for name in bound}
    kept = f"\n\n{opened.keep(exercise, source)}" if exercise.of_the_domain else ""
    return Verdict("right", f"right: {exercise.title}", f"{exercise.why}{kept}", bindings)


def _told(should_hold: str, error: BaseException, names: dict[str, Any], source: str) -> str:
    told = f"Should hold:  {should_hold}\n"
    if isinstance(error, NotYetError):
        seen = f"{told}Seen:         {error.seen}\nExpected:     {error.expected}"
        return f"{seen}\nLikely:       {error.slip}" if error.slip else seen
    if isinstance(error, FailedTestError):
        return f"{told}Seen:         {error.test} fails\n\n{error.text}"
    return told + ipython.own_line(names, error, source)


def _help(tries: int) -> str:
    """Point to the next hint below the exercise; each changed attempt goes one further."""
    hints = ("the first hint", "the second hint", "the third hint", "our answer")
    return f"Try {tries}. Stuck? Open {hints[min(tries, 4) - 1]} below."


def _find(name: str) -> Exercise:
    try:
        return exercises.find(name)
    except exercises.NoSuchExerciseError as error:
        raise LessonError(str(error)) from None

"""The learner's side of an exercise: `check`, `hint` and `solution`, each by a name."""

import re
import symtable
from typing import Any

import exercises
from classroom import cells, logbook
from classroom.banner import show_state
from classroom.definitions import definitions
from classroom.history import history
from exercises.exercise import Exercise, NotYetError, judge
from lab.errors import LessonError

# An exercise's cell ends like this. Only then can we see its source, also when it does not run.
_LAST_LINE = re.compile(r"""^check\((["'])([\w-]+)\1\)\s*(#.*)?$""")
_HONEST_TRIES = 3


def check(name: str) -> None:
    """Judge the cell that ends with this call. Nothing else in the lesson changes by it."""
    raise LessonError(f'let check("{name}") be the last line of the cell that holds your answer')


def hint(name: str) -> None:
    """Show the next of three hints: a nudge, a direction, almost there."""
    hints = _find(name).hints
    told = min(logbook.record(name)["hints"], len(hints) - 1)
    logbook.keep(name, hints=told + 1)
    print(f"Hint {told + 1} of {len(hints)}: {hints[told]}")  # noqa: T201


def solution(name: str) -> None:
    """Show our answer, after an honest try."""
    exercise = _find(name)
    if logbook.record(name)["state"] == "open":
        print("Try it once first. (Our answer is also folded in below the exercise.)")  # noqa: T201
        return
    print(f"{exercise.answer}\n{exercise.remark}".strip())  # noqa: T201


def exercise_of(source: str) -> str:
    """Return the name of the exercise whose cell this is, or nothing."""
    lines = source.rstrip().splitlines()
    found = _LAST_LINE.match(lines[-1]) if lines else None
    return found[2] if found else ""


def as_exercise(lines: list[str]) -> list[str]:
    """Have a cell that ends in check() run by us, so that its errors are ours to tell."""
    name = exercise_of("".join(lines))
    return [f"%%exercise {name}\n", *lines] if name else lines


def exercise(line: str, body: str) -> None:
    """Run the learner's cell in a copy of the lesson's names, judge it, and say so kindly."""
    name, source = line.strip(), body.rstrip().rpartition("\n")[0]
    asked = _find(name)
    state, text, names = _judged(asked, source)
    if state[0] == "✔":
        ours = definitions(history.sources)  # what the lesson defines stays as the lesson has it
        new = {key: value for key, value in names.items() if key not in ours}
        cells.shell().user_ns.update(new)
    if state[0] != "○":
        known = logbook.record(name)
        now = "right" if "right" in (known["state"], state[2:7]) else "tried"
        if known["state"] == "given" and source.strip() == asked.answer.strip():
            now = "given"  # by a checkpoint, and as it was
        logbook.keep(name, state=now, tries=known["tries"] + 1)
        if state[0] == "✘":
            text += ("\n\n" if text else "") + _help(name, known["tries"] + 1)
    show_state(state, text)


def _judged(exercise: Exercise, source: str) -> tuple[str, str, dict[str, Any]]:
    """Return the state, what there is to say, and the names that the answer has bound."""
    if places := cells.places_left(source):
        if places < cells.places_left(exercise.start):
            return f"○ not finished yet: {places} ... left to replace.", "", {}
        return "○ not attempted yet. Replace each ... and run this cell.", "", {}
    names = dict(cells.shell().user_ns)
    if missing := [name for name in exercise.needs if name not in names]:
        place = exercise.needs[missing[0]]
        told = f"○ not judged: {missing[0]} is missing here"
        return told, f"“{place}” defines it: run the cells from there down to this one.", {}
    error = cells.run_apart(source, names)
    if error is not None:
        return f"✘ not yet: {type(error).__name__}", cells.own_line(names, error), {}
    bound = _bound(cells.python_of(source))
    if absent := [name for name in exercise.asks if name not in bound]:
        return f"✘ not yet: this cell should define {absent[0]}", "", {}
    if found := judge(exercise, names):
        return "✘ not yet", _told(*found, names), {}
    return f"✔ right: {exercise.title}", exercise.why, {name: names[name] for name in bound}


def _told(should_hold: str, error: BaseException, names: dict[str, Any]) -> str:
    told = f"Should hold:  {should_hold}\n"
    if isinstance(error, NotYetError):
        seen, expected = error.seen, error.expected
        return f"{told}Seen:         {seen}\nExpected:     {expected}\nLikely:       {error.slip}"
    return told + cells.own_line(names, error)


def _help(name: str, tries: int) -> str:
    more = f' solution("{name}") shows our answer.' if tries >= _HONEST_TRIES else ""
    return f'Try {tries}. hint("{name}") helps.{more}'


def _bound(python: str) -> set[str]:
    """Return the names that the code binds at its top level."""
    symbols = symtable.symtable(python, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def _find(name: str) -> Exercise:
    try:
        return exercises.find(name)
    except exercises.NoSuchExerciseError as error:
        raise LessonError(str(error)) from None

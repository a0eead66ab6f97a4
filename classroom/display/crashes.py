"""A subscription to step through: crash it after any request, start it again, look at the board."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classroom.backend.crashes import crash_after
from classroom.display.html import element
from classroom.display.stepper import State, Stepper
from classroom.errors import LessonError
from classroom.exercises.exercise import fresh_stream
from classroom.exercises.leftovers import left_as_they_were

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NEXT, _CRASH, _START = "Next request", "✂\ufe0e Crash", "Start it again"
_CRASHES = 2  # at most
_REQUESTS = 10  # of one run, at most
_Crashes = tuple[int, ...]  # after how many requests each run has crashed


@dataclass(frozen=True)
class _Moment:
    """What a run has sent so far, and what the read model has by then."""

    sent: tuple[str, ...]
    board: tuple[tuple[str, int], ...]
    position: int

    @property
    def kept(self) -> object:
        """All that's left after a crash."""
        return self.board, self.position


def crash_anywhere(
    client: "DynamoDBClient",
    tables: Sequence[str],
    begin: Callable[[str], Any],
    start: Callable[[Any, Any], Any],
    kinds: Mapping[str, Any],
) -> Stepper:
    """Return a subscription that can crash after any request, for each kind of subscription.

    `begin(stream)` writes the story to a stream, and returns a board with `read()`. `start(board,
    kind)` returns the subscription of a program that has just started. `kinds` has each kind by
    what it saves first. `tables` are the table of the events, and that of the board and its
    checkpoints. Each way to crash is run in a stream of its own.
    """
    runs: dict[tuple[str, _Crashes], list[_Moment]] = {}
    again: dict[tuple[str, _Crashes], _Crashes] = {}  # another way to crash that leaves the same
    for label, kind in kinds.items():
        known: dict[tuple[int, object], _Crashes] = {}
        waiting: list[_Crashes] = [()]
        for crashes in waiting:
            run = runs[label, crashes] = _run(client, tables, begin, start, kind, crashes)
            for requests, moment in enumerate(run[:-1] if len(crashes) < _CRASHES else []):
                way = (*crashes, requests)
                again[label, way] = known.setdefault((len(way), moment.kept), way)
                if again[label, way] == way:
                    waiting.append(way)
    return _stepper(runs, again, list(kinds))


def _run(
    client: Any, tables: Sequence[str], begin: Any, start: Any, kind: Any, crashes: _Crashes
) -> list[_Moment]:
    """Crash a program like this, and start it again: return the moments of the last run."""
    stream = fresh_stream()
    with left_as_they_were(client, *tables):
        board = begin(stream)
        for requests in crashes:
            with crash_after(client, requests):
                start(board, kind).catch_up([stream])

        def look() -> tuple[tuple[tuple[str, int], ...], int]:
            return tuple(board.read().items()), start(board, kind).position(stream)

        moments = [_Moment((), *look())]
        with _watched(client, tables, look, moments):
            start(board, kind).catch_up([stream])
    return moments


@contextmanager
def _watched(
    client: Any, tables: Sequence[str], look: Any, moments: list[_Moment]
) -> Iterator[None]:
    """After each request, look at what a crash would leave now, and add that to the moments."""
    said = ""
    is_looking = False

    def before(params: Any, model: Any, **_: Any) -> None:
        nonlocal said
        if not is_looking:
            said = _said(params, model.name, tables)

    def after(**_: Any) -> None:
        nonlocal is_looking
        if is_looking:
            return
        is_looking = True
        moments.append(_Moment((*moments[-1].sent, said), *look()))
        is_looking = False
        if len(moments) > _REQUESTS:
            raise LessonError(f"The subscription sends {_REQUESTS} requests or more.")

    client.meta.events.register("provide-client-params.dynamodb", before)
    client.meta.events.register("after-call.dynamodb", after)
    try:
        yield
    finally:
        client.meta.events.unregister("provide-client-params.dynamodb", before)
        client.meta.events.unregister("after-call.dynamodb", after)


def _said(params: Any, operation: str, tables: Sequence[str]) -> str:
    """Say what a request does."""
    if operation in ("GetItem", "Query"):
        return f"reads the {'new events' if params['TableName'] == tables[0] else 'checkpoint'}"
    actions = params.get("TransactItems", [{operation: params}])
    parts = ["a checkpoint" if _is_checkpoint(each) else "an effect" for each in actions]
    together = ", as one" if len(parts) > 1 else ""
    return f"saves {' and '.join(dict.fromkeys(parts))}{together}"


def _is_checkpoint(action: Any) -> bool:
    (parameters,) = action.values()
    return "Position" in parameters.get("Item", {})


def _stepper(
    runs: Mapping[tuple[str, _Crashes], list[_Moment]],
    again: Mapping[tuple[str, _Crashes], _Crashes],
    kinds: list[str],
) -> Stepper:
    right = dict(runs[kinds[0], ()][-1].board)
    states = {}
    for (kind, crashes), run in runs.items():
        for at, moment in enumerate(run):
            here = (kind, crashes, at)
            is_done = "is done" if moment is run[-1] else "is running"
            choices: dict[str, Any] = {each: (each, (), 0, False) for each in kinds}
            choices[kind] = (*here, False)
            actions = dict(choices)
            if moment is not run[-1]:
                actions[_NEXT] = (kind, crashes, at + 1, False)
            if (kind, (*crashes, at)) in again:
                actions[_CRASH] = (*here, True)
                restarted = (kind, again[kind, (*crashes, at)], 0, False)
                states[*here, True] = State(
                    picture="\n".join(_picture(len(crashes), moment, right, "has crashed")),
                    words=f"The program crashes after {_counted(at)}. What it knew is gone.",
                    actions=choices | {kind: (*here, True), _START: restarted},
                )
            states[*here, False] = State(
                picture="\n".join(_picture(len(crashes), moment, right, is_done)),
                words=_words(len(crashes), at, moment, right, is_done),
                actions=actions,
                found=moment is run[-1] and _is_wrong(run, right),
            )
    first = kinds[0]
    wrong = [way for (kind, way), run in runs.items() if kind == first and _is_wrong(run, right)]
    last = min(wrong, key=len, default=())
    return Stepper(
        "A crash, and a new start",
        states,
        first=(first, (), 0, False),
        last=(first, last, len(runs[first, last]) - 1, False),
        buttons={"The program": [_NEXT, _CRASH, _START], "What is saved first?": kinds},
        task="Make the board wrong, with each choice. Which one can't you break?"
        if len(kinds) > 2
        else "Make the board wrong. Then do it with the other order, too.",
    )


def _is_wrong(run: Sequence[_Moment], right: Mapping[str, int]) -> bool:
    return dict(run[-1].board) != right


def _counted(requests: int) -> str:
    return f"{requests} request" + ("" if requests == 1 else "s")


def _words(crashes: int, at: int, moment: _Moment, right: Mapping[str, int], how: str) -> str:
    if at == 0:
        return "The program starts again." if crashes else "The program starts."
    words = f"Request {at}: the program {moment.sent[-1]}."
    return f"{words} It's done. {_verdict(moment, right)}" if how == "is done" else words


def _verdict(moment: _Moment, right: Mapping[str, int]) -> str:
    board = dict(moment.board)
    wrong = [
        f"{row} {board.get(row, 0)} instead of {points}"
        for row, points in right.items()
        if board.get(row, 0) != points
    ]
    return f"The board is wrong: {', '.join(wrong)}." if wrong else "The board is right."


def _picture(crashes: int, moment: _Moment, right: Mapping[str, int], how: str) -> Iterator[str]:
    number = f", start {crashes + 1}" if crashes else ""
    yield f'<div class="stepper-race"><div class="stepper-writer"><p>The program{number}</p><ol>'
    for text in moment.sent:
        yield f"<li>{element('span', text)}</li>"
    if how == "has crashed":
        yield f'<li class="stepper-lost">{element("span", "✂︎ crashes")}</li>'
    yield f"</ol>{element('p', how, **{'class': 'stepper-note'})}</div>"
    yield '<div class="stepper-writer"><p>The board</p><ol>'
    board = dict(moment.board)
    for row, points in right.items():
        now = board.get(row, 0)
        is_wrong = now > points or (how == "is done" and now != points)
        kind = ' class="stepper-lost"' if is_wrong else ""
        yield f"<li{kind}>{element('span', f'{row} ')}{element('b', str(now))}</li>"
    checkpoint = f"checkpoint: {f'event {moment.position}' if moment.position >= 0 else 'none yet'}"
    yield f"</ol>{element('p', checkpoint, **{'class': 'stepper-note'})}</div></div>"
    if how == "is done":
        kind = " stepper-bad" if board != right else ""
        told = f"{'✘' if kind else '✔'} {_verdict(moment, right)}"
        yield f'<p class="stepper-state{kind}">{element("b", told)}</p>'

"""A lost message to step through: cut an arrow, and see the drawer and what the caller hears."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from classroom.backend.faults import REPLY, REQUEST, lost_messages
from classroom.display.cabinet import drawer
from classroom.display.drawer import draw_drawer
from classroom.display.html import element
from classroom.display.stepper import State, Stepper
from classroom.display.trial import trial
from classroom.errors import FriendlyError, LessonError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ARRIVES, _CUT = "Let it arrive", "✂\ufe0e Cut it"
_ALONE, _RIVAL = "nobody", "a rival, with an equal card"
_END = "end"
_MOST = 3  # attempts
_Cuts = tuple[str, ...]
_Cards = list[tuple[str, str, str]]


@dataclass(frozen=True)
class _Outcome:
    """What became of an append: of each attempt, in the drawer, and what its caller hears."""

    attempts: list[str]
    cards: _Cards
    heard: str
    error: str

    @property
    def is_ours(self) -> bool:
        return any(each.startswith("stored") for each in self.attempts)


def lost_message(
    client: "DynamoDBClient", table: str, event: Any, stores: Mapping[str, Any]
) -> Stepper:
    """Return an append whose messages can be cut, one at a time, with each of the stores.

    `stores` has each store by what it compares when it meets a card of its version. An append is
    run for every way to cut its messages, in a stream of its own: alone, and after a rival's append
    of an equal event, with the same store.
    """
    outcomes: dict[tuple[str, str, _Cuts], _Outcome] = {}
    for compares, store in stores.items():
        for others in (_ALONE, _RIVAL):
            waiting: list[_Cuts] = [()]
            while waiting:
                cuts = waiting.pop()
                outcome = _run(client, table, event, store, others == _RIVAL, cuts)
                if len(outcome.attempts) > _MOST:
                    raise LessonError(f"The client must give up after {_MOST} attempts.")
                outcomes[compares, others, cuts] = outcome
                if len(outcome.attempts) > len(cuts):
                    waiting += [(*cuts, REQUEST), (*cuts, REPLY)]
    states = {}
    for (compares, others, cuts), outcome in outcomes.items():
        given_up = len(outcome.attempts) == len(cuts)
        for at in [_END] if given_up else [REQUEST, REPLY, _END]:
            states[compares, others, cuts, at] = _state(outcomes, compares, others, cuts, at)
    first = next(iter(stores))
    return Stepper(
        "A message gets lost",
        states,
        first=(first, _ALONE, (), REQUEST),
        last=(first, _ALONE, (REPLY,), _END),
        buttons={
            "The arrow on its way": [_ARRIVES, _CUT],
            "The store compares": list(stores),
            "Who was faster?": [_ALONE, _RIVAL],
        },
        task="Make the caller hear something untrue. There are two ways.",
    )


def _run(client: Any, table: str, event: Any, store: Any, has_rival: bool, cuts: _Cuts) -> _Outcome:
    from unittest.mock import patch

    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    # boto3 would wait a moment before each new attempt, and there are many here.
    hurry = patch("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    with trial(client, table) as stream:
        event = dataclasses.replace(event, id=stream)
        if has_rival:
            store.append(event)
        heard, error = "stored", ""
        with lost_messages(client, cuts) as seen, hurry:
            try:
                store.append(event)
            except HTTPClientError as caught:
                heard, error = "nothing", type(caught).__name__
            except Exception as caught:
                mistakes = (FriendlyError, BotoCoreError, ClientError)
                if isinstance(caught, mistakes) or type(caught).__module__ == "builtins":
                    raise
                heard, error = "a clash", type(caught).__name__
        cards = drawer(client, table, stream)
    attempts = [each.partition(": ")[2] for each in seen]
    return _Outcome(attempts, cards, heard, error)


def _state(outcomes: Any, compares: str, others: str, cuts: _Cuts, at: str) -> State:
    def key(cuts: _Cuts, at: str) -> tuple[str, str, _Cuts, str]:
        given_up = len(outcomes[compares, others, cuts].attempts) == len(cuts)
        return compares, others, cuts, _END if given_up else at

    outcome = outcomes[compares, others, cuts]
    cards = outcome.cards
    if at == REQUEST:  # what it would find if nothing more arrived
        lost = cuts + (REQUEST,) * (max(len(key[2]) for key in outcomes) - len(cuts))
        cards = outcomes[compares, others, lost].cards
    actions: dict[str, Any] = {each: (each, others, cuts, at) for each, *_ in outcomes}
    actions |= {each: (compares, each, cuts, at) for each in (_ALONE, _RIVAL)}
    if at == REQUEST:
        actions |= {_ARRIVES: key(cuts, REPLY), _CUT: key((*cuts, REQUEST), REQUEST)}
    if at == REPLY:
        actions |= {_ARRIVES: key(cuts, _END), _CUT: key((*cuts, REPLY), REQUEST)}
    is_true = _is_true(outcome)
    return State(
        picture="\n".join(_picture(outcome, cards, others, cuts, at)),
        words=_words(outcome, cuts, at),
        actions=actions,
        found=at == _END and is_true is False,
    )


def _is_true(outcome: _Outcome) -> bool | None:
    """Return whether the caller hears the truth; None if it hears nothing."""
    return {"stored": outcome.is_ours, "a clash": not outcome.is_ours}.get(outcome.heard)


def _verdict(outcome: _Outcome) -> str:
    whose = "its own" if outcome.is_ours else "a rival's" if outcome.cards else ""
    there = f"the card in the drawer is {whose}" if whose else "the drawer is empty"
    match _is_true(outcome):
        case None:
            return f"It can't know: {there}."
        case True:
            return f"True: {there}."
    return f"Not true: {there}."


def _heard(outcome: _Outcome) -> str:
    if outcome.heard == "nothing":
        return f"The caller hears: no reply ({outcome.error})."
    error = f" ({outcome.error})" if outcome.error else ""
    return f"The caller hears: {outcome.heard}{error}."


def _words(outcome: _Outcome, cuts: _Cuts, at: str) -> str:
    attempt = len(cuts) + 1
    if at == REQUEST:
        again = f"The {cuts[-1]} of attempt {len(cuts)} is lost. " if cuts else ""
        return f"{again}Attempt {attempt}: the request is on its way."
    if at == REPLY:
        return f"Attempt {attempt} arrives: {_replied(outcome, attempt)}. The reply is on its way."
    return f"{_heard(outcome)} {_verdict(outcome)}"


def _replied(outcome: _Outcome, attempt: int) -> str:
    """Return what DynamoDB replies to an attempt: stored, or refused."""
    return outcome.attempts[attempt - 1].partition(",")[0]


def _picture(outcome: _Outcome, cards: _Cards, others: str, cuts: _Cuts, at: str) -> Iterator[str]:
    yield '<div class="stepper-ends"><b>The caller</b> <b>DynamoDB</b></div>'
    yield '<ol class="stepper-arrows">'
    for attempt, cut in enumerate([*cuts, at], 1):
        if attempt > len(outcome.attempts):
            break
        put = f"attempt {attempt}: put the card"
        yield _arrow("there", put, cut == REQUEST, flies=attempt > len(cuts) and at == REQUEST)
        if cut != REQUEST:
            reply = f"reply: {_replied(outcome, attempt)}"
            yield _arrow("back", reply, cut == REPLY, flies=attempt > len(cuts) and at == REPLY)
    yield "</ol>"
    yield draw_drawer(cards, cards, by="a rival's" if others == _RIVAL else "our own")


def _arrow(way: str, text: str, is_cut: bool, *, flies: bool) -> str:
    kind = f"stepper-{way}"
    if flies:
        return f'<li class="{kind} stepper-now">{element("span", f"{text} … on its way")}</li>'
    if is_cut:
        return f'<li class="{kind} stepper-cut">{element("span", f"{text} ✂︎ lost")}</li>'
    return f'<li class="{kind}">{element("span", text)}</li>'

"""Two writers to step through: who acts next, what each of them knows, and who loses."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classroom.display.cabinet import drawer
from classroom.display.drawer import draw_drawer
from classroom.display.html import element
from classroom.display.stepper import State, Stepper
from classroom.display.stepping import DONE, take_turn
from classroom.display.trial import trial
from classroom.errors import LessonError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WRITERS = ("Ann", "Bob")
_MOST = 8  # steps
_Order = tuple[str, ...]
_Cards = list[tuple[str, str, str]]


@dataclass(frozen=True)
class _Moment:
    """What each writer has said so far, the drawer, and how each of them knows it."""

    said: dict[str, list[str]]
    cards: _Cards
    known: dict[str, _Cards]  # as it was at the last step that wasn't refused

    def has_old_knowledge(self, name: str) -> bool:
        return self.known.get(name, self.cards) != self.cards


def two_writers(
    client: "DynamoDBClient",
    table: str,
    writer: Callable[[str, Any, str], Generator[object, None, object]],
    begin: Callable[[str], Any],
) -> Stepper:
    """Return a race between Ann and Bob, in every order in which they can act.

    `begin(stream)` writes the story so far and returns a store. `writer(name, store, stream)` is a
    generator that yields a short text after each step, as for `take_turns`. Each order is run in a
    stream of its own.
    """
    moments: dict[_Order, _Moment] = {}
    waiting: list[_Order] = [()]
    while waiting:
        order = waiting.pop()
        if len(order) > _MOST:
            raise LessonError(f"Ann and Bob take more than {_MOST} steps: let them do less.")
        moment = _run(client, table, writer, begin, order, moments.get(order[:-1]))
        if moment:
            moments[order] = moment
            waiting += [(*order, name) for name in reversed(_WRITERS)]
    return Stepper(
        "Two writers, one drawer",
        {order: _state(order, moments) for order in moments},
        first=(),
        last=_by_turns(moments),
        buttons={"Who acts next?": list(_WRITERS)},
        task="Bob looks first. Find an order in which the next card is still Ann's.",
    )


def _run(
    client: Any, table: str, writer: Any, begin: Any, order: _Order, before: _Moment | None
) -> _Moment | None:
    """Begin anew, and let the writers act in this order; `before` is the moment before the last.

    Return nothing if the last one had nothing left to do.
    """
    with trial(client, table) as stream:
        store = begin(stream)
        writers = {name: writer(name, store, stream) for name in _WRITERS}
        turns = [take_turn(writers[name]) for name in order]
        cards = drawer(client, table, stream)
    if turns and turns[-1].ended and turns[-1].said == DONE:
        return None
    if before is None:
        return _Moment({name: [] for name in _WRITERS}, cards, {})
    # The runs differ in their stream's name alone, and that is random.
    name, said = order[-1], turns[-1].said.replace(stream, "the-inn")
    # A refusal says that the drawer has changed, but not what is in it.
    known = before.known if said.startswith("✘") else before.known | {name: cards}
    return _Moment(before.said | {name: [*before.said[name], said]}, cards, known)


def _by_turns(moments: dict[_Order, _Moment]) -> _Order:
    """Return the order in which the writers take turns to the end, Ann first."""
    order: _Order = ()
    while following := [name for name in _WRITERS if (*order, name) in moments]:
        order = (*order, next((name for name in following if name not in order[-1:]), following[0]))
    return order


def _can_act(order: _Order, moments: dict[_Order, _Moment]) -> list[str]:
    return [name for name in _WRITERS if (*order, name) in moments]


def _state(order: _Order, moments: dict[_Order, _Moment]) -> State:
    moment, acting = moments[order], _can_act(order, moments)
    old = [name for name in acting if moment.has_old_knowledge(name)]
    words = ["Nobody has acted yet."]
    if order:
        words = [f"{order[-1]} {moment.said[order[-1]][-1].replace('✘ ', 'is refused: ')}."]
    words += [f"What {name} knows is out of date now." for name in old]
    if not acting:
        words.append("Both are done.")
    return State(
        picture="\n".join(_picture(order, moments, acting, old)),
        words=" ".join(words),
        actions={name: (*order, name) for name in acting},
        found=not acting and order[0] == "Bob" and _first_card_is(_WRITERS[0], order, moments),
    )


def _first_card_is(name: str, order: _Order, moments: dict[_Order, _Moment]) -> bool:
    """Return whether the first card that is new at the end has been there since this one acted."""
    story, end = moments[()].cards, moments[order].cards
    first = next((card for card in end if card not in story), None)
    for at in range(len(order)):
        if first in moments[order[: at + 1]].cards:
            return order[at] == name
    return False


def _picture(
    order: _Order, moments: dict[_Order, _Moment], acting: list[str], old: list[str]
) -> Iterator[str]:
    moment, story = moments[order], moments[()].cards
    yield '<div class="stepper-race">'
    for name in _WRITERS:
        now = " stepper-now" if order[-1:] == (name,) else ""
        yield f'<div class="stepper-writer{now}">{element("p", name)}<ol>'
        for text in moment.said[name]:
            lost = ' class="stepper-lost"' if text.startswith("✘") else ""
            yield f"<li{lost}>{element('span', text)}</li>"
        told = "has not looked yet" if not moment.said[name] else "can act"
        told = "⚠\ufe0e out of date: the drawer has changed" if name in old else told
        told = "is done" if name not in acting else told
        kind = " stepper-bad" if name in old else ""
        yield f"</ol>{element('p', told, **{'class': f'stepper-note{kind}'})}</div>"
    yield draw_drawer(moment.cards, [card for card in moment.cards if card not in story])
    yield "</div>"

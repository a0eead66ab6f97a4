"""A fold to step through, card by card, in every order of the cards."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from itertools import permutations
from typing import Any

from classroom.display.html import element
from classroom.display.stepper import State, Stepper

_NEXT = "Read the next card"
_LEAST, _MOST = 3, 5


def fold_stepper(
    fold: Callable[[Any, Sequence[Any]], Any], projection: Any, events: Iterable[Any]
) -> Stepper:
    """Return a row of 3 to 5 cards to swap and to read; each state on the way is the fold's own.

    `fold(projection, events)` returns the state, or has it as `.state`. The first event begins the
    story, so its card stays where it is. The others get the versions of their places.
    """
    cards = list(events)
    if not _LEAST <= len(cards) <= _MOST:
        raise ValueError(f"a row has {_LEAST} to {_MOST} cards, got {len(cards)}")
    orders = [(0, *others) for others in permutations(range(1, len(cards)))]
    folded = {order: _folded(fold, projection, _row(cards, order)) for order in orders}
    most = max(_points(state) for each in folded.values() for state in each)
    dead_at_last = not _is_alive(folded[orders[0]][-1])
    states = {}
    for order, each in folded.items():
        for read, state in enumerate(each):
            row = [cards[card] for card in order]
            states[order, read] = State(
                picture=_picture(row, each, read, most),
                words=_words(row, state, read),
                actions=_actions(order, read),
                found=read == len(cards) and _is_alive(state) == dead_at_last,
            )
    outcome = "survives" if dead_at_last else "dies"
    return Stepper(
        "A story, card by card",
        states,
        first=(orders[0], 0),
        last=(orders[0], len(cards)),
        buttons={"": [_NEXT], "Swap cards": list(map(_swap, range(2, len(cards))))},
        task=f"Find an order in which the hero {outcome}." if _is_hero(state) else "",
    )


def _row(cards: Sequence[Any], order: Sequence[int]) -> list[Any]:
    return [dataclasses.replace(cards[card], version=place) for place, card in enumerate(order)]


def _folded(fold: Any, projection: Any, row: Sequence[Any]) -> list[Any]:
    """Return the state before the first card, and after each."""
    states = [fold(projection, row[:read]) for read in range(len(row) + 1)]
    return [getattr(state, "state", state) for state in states]


def _actions(order: tuple[int, ...], read: int) -> dict[str, Any]:
    actions: dict[str, Any] = {}
    if read < len(order):
        actions[_NEXT] = (order, read + 1)
    for place in range(2, len(order)):
        swapped = list(order)
        swapped[place - 1], swapped[place] = swapped[place], swapped[place - 1]
        actions[_swap(place)] = (tuple(swapped), read)
    return actions


def _swap(place: int) -> str:
    return f"{place} and {place + 1}"


def _is_hero(state: Any) -> bool:
    return hasattr(state, "hit_points")


def _is_alive(state: Any) -> bool:
    return not _is_hero(state) or state.is_alive


def _points(state: Any) -> int:
    return int(state.hit_points if _is_hero(state) else state)


def _signed(event: Any) -> str:
    return f"{event.character_hit_points:+d}".replace("-", "−")


def _described(state: Any) -> str:
    if not _is_hero(state):
        return f"the state is {state}"
    points = "hit point" if state.hit_points == 1 else "hit points"
    return f"{state.hit_points} {points}, {'alive' if state.is_alive else 'dead'}"


def _words(row: Sequence[Any], state: Any, read: int) -> str:
    when = (
        f"Card {read}, {_signed(row[read - 1])} {row[read - 1].note}"
        if read
        else "No card read yet"
    )
    return f"{when}: {_described(state)}. The order is {', '.join(map(_signed, row))}."


def _picture(row: Sequence[Any], states: Sequence[Any], read: int, most: int) -> str:
    lines = ['<ol class="stepper-row">']
    for place, event in enumerate(row, 1):
        kind = "stepper-card" + (" stepper-read" if place <= read else "")
        kind += " stepper-now" if place == read else ""
        after = element("em", _after(states[place])) if place <= read else "<em></em>"
        change, note = element("b", _signed(event)), element("span", event.note)
        lines.append(f'<li class="{kind}">{change} {note} {after}</li>')
    return "\n".join([*lines, "</ol>", _gauge(states[read], most)])


def _after(state: Any) -> str:
    return f"leaves {_points(state)}" if _is_alive(state) else "☠\ufe0e dead"


def _gauge(state: Any, most: int) -> str:
    mark = "♥\ufe0e " if _is_hero(state) and state.is_alive else ""
    mark = mark if _is_alive(state) else "☠\ufe0e "
    width = 100 * max(_points(state), 0) // max(most, 1)
    bar = f'<span class="stepper-gauge" aria-hidden="true"><i style="width:{width}%"></i></span>'
    kind = "" if _is_alive(state) else " stepper-bad"
    return f'<p class="stepper-state{kind}">{element("b", mark + _described(state))}{bar}</p>'

"""Each state that is shown is the fold's own, in every order of the cards."""

from collections.abc import Sequence
from typing import Any

import pytest

from classroom import fold_stepper

from .stepped import (
    CHARACTER,
    STORY,
    TOTAL,
    Character,
    Event,
    Projection,
    apply,
    every_state,
    fold,
    fold_of,
)

SIGNED = {"+8": 0, "−2": 1, "−3": 2, "+5": 3, "−6": 4}
READ = "Read the next card"


def replay(pressed: Sequence[str]) -> tuple[list[Event], list[Character]]:
    """Do with a list of events what the buttons say; return the row, and the hero after each."""
    row, heroes = list(STORY), [Character()]
    for label in pressed:
        if label == READ:
            heroes.append(Character())
        else:
            left = int(label[0]) - 1
            row[left : left + 2] = reversed(row[left : left + 2])
    for at in range(1, len(heroes)):
        heroes[at] = apply(heroes[at - 1], row[at - 1])
    return row, heroes


def test_every_path_shows_what_the_fold_returns() -> None:
    states = every_state(fold_of())

    assert len(states) == 24 * 6
    for each in states:
        row, heroes = replay(each.pressed)
        hero = heroes[-1]
        life = "alive" if hero.is_alive else "dead"
        assert f"{hero.hit_points} hit points, {life}" in each.words
        assert f"{hero.hit_points} hit points, {life}" in each.text
        order = each.words.partition("The order is ")[2].partition(".")[0].split(", ")
        assert [STORY[SIGNED[change]] for change in order] == row
        assert each.text.count("leaves") == sum(hero.is_alive for hero in heroes[1:])
        assert each.found == (len(heroes) == 6 and not hero.is_alive)
        assert (READ in each.leads_on) == (len(heroes) < 6)


def test_the_story_ends_well_as_it_is_and_badly_in_ten_other_orders() -> None:
    stepper = fold_of()

    assert repr(stepper) == (
        "A story, card by card\n"
        "Task: Find an order in which the hero dies.\n"
        "At the start: No card read yet: 0 hit points, alive. The order is +8, −2, −3, +5, −6.\n"
        "At the end: Card 5, −6 falls off the roof: 2 hit points, alive. "
        "The order is +8, −2, −3, +5, −6."
    )
    assert sum(each.found for each in every_state(stepper)) == 10


def test_a_story_that_ends_badly_asks_for_a_way_to_survive() -> None:
    stepper = fold_of([STORY[0], STORY[2], STORY[4], STORY[3]])

    assert stepper.task == "Find an order in which the hero survives."
    found = {each.words.partition(" is ")[2] for each in every_state(stepper) if each.found}
    assert found == {
        "+8, −3, +5, −6. ✔ You found it.",
        "+8, +5, −3, −6. ✔ You found it.",
        "+8, +5, −6, −3. ✔ You found it.",
        "+8, −6, +5, −3. ✔ You found it.",
    }


def test_a_fold_that_ignores_the_order_never_lets_her_die() -> None:
    def sort_and_fold(projection: Projection, events: Sequence[Event]) -> Any:
        return fold(projection, sorted(events, key=lambda event: -event.character_hit_points))

    stepper = fold_stepper(sort_and_fold, CHARACTER, STORY)

    assert stepper._repr_html_() != fold_of()._repr_html_()
    assert not any(each.found for each in every_state(stepper))


def test_a_sum_comes_out_the_same_in_every_order() -> None:
    stepper = fold_stepper(fold, TOTAL, STORY)

    ends = {
        each.words.partition(":")[2][:18]
        for each in every_state(stepper)
        if READ not in each.leads_on
    }
    assert ends == {" the state is 2. T"}
    assert stepper.task == ""


def test_a_fold_that_returns_the_version_too_shows_the_same() -> None:
    class Projected:
        def __init__(self, state: Any) -> None:
            self.state = state

    def fold_to_projected(projection: Projection, events: Sequence[Event]) -> Projected:
        assert [event.version for event in events] == list(range(len(events)))
        return Projected(fold(projection, events))

    stepper = fold_stepper(fold_to_projected, CHARACTER, STORY)

    assert stepper._repr_html_() == fold_of()._repr_html_()


def test_a_note_is_shown_unchanged() -> None:
    cards = [*STORY[:2], Event("story", 2, "hero", -1, "<b>a rat</b>")]

    assert "&lt;b&gt;a rat" in every_state(fold_of(cards))[0].picture


@pytest.mark.parametrize("count", [2, 6])
def test_a_row_that_is_too_short_or_too_long_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"a row has 3 to 5 cards, got {count}"):
        fold_of([STORY[0]] * count)

"""Lesson 04, step 2: the rules of the game, in one line of `apply`."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def apply(character, event):
    change = event.character_hit_points
    hit_points = max(0, character.hit_points + change) if character.is_alive else 0
    return Character(
        name=event.character_name or character.name,
        hit_points=hit_points,
        is_alive=character.is_alive and (hit_points > 0 or change >= 0),
        note=event.note,
    )
"""
LINE = "max(0, character.hit_points + change) if character.is_alive else 0"


def after(given: Any, character: Any, change: int) -> Any:
    """Return the character after this change."""
    return given.apply(character, given.Event("a stream", 1, "", change))


def a_change_is_added(given: Any) -> None:
    """A hero with 3 hit points who drinks a healing potion of 5 has 8."""
    seen = after(given, given.Character("cpustejovsky", 3), +5).hit_points
    slips = {
        5: "5 is only the change: character.hit_points, what the hero had, is missing",
        3: "3 is what the hero had: the change isn't added",
        0: "min takes the smaller of two numbers; max takes the larger",
    }
    slip = slips.get(seen, "add the change to what there was")
    if seen == 0 and after(given, given.Character("cpustejovsky", 3), -2).hit_points == 5:
        slip = "the change already has its sign: add it"
    expect(seen, 8, slip)


def nobody_falls_below_zero(given: Any) -> None:
    """A blow of 9 against 8 hit points leaves 0."""
    seen = after(given, given.Character("cpustejovsky", 8), -9).hit_points
    slip = "nothing stops at 0: put the whole sum into max(0, ...), not just a part of it"
    expect(seen, 0, slip)


def the_dead_have_none(given: Any) -> None:
    """A dead hero has 0 hit points, also after a healing potion of 5."""
    dead = given.Character("cpustejovsky", 0, is_alive=False)
    slip = "the line doesn't check whether the character is alive before it adds"
    expect(after(given, dead, +5).hit_points, 0, slip)


def a_new_hero_can_gain(given: Any) -> None:
    """A hero who is alive and still has 0 hit points enters with +8 and has 8."""
    slip = "0 hit points don't mean dead: every hero begins with 0. Ask character.is_alive"
    expect(after(given, given.Character(), +8).hit_points, 8, slip)


def the_other_rules_stand(given: Any) -> None:
    """An event without a name keeps the old one, a blow to 0 kills, and +0 kills nobody."""
    fallen = after(given, given.Character("cpustejovsky", 3), -4)
    unhurt = after(given, given.Character(), 0)
    slip = "one of the other lines has been changed"
    expect(fallen.name, "cpustejovsky", slip)
    expect("alive" if fallen.is_alive else "dead", "dead", slip)
    expect("alive" if unhurt.is_alive else "dead", "alive", slip)


EXERCISE = Exercise(
    lesson="04_projection",
    after="2a",
    title="never below 0, and the dead stay dead",
    statement="""\
### The least code: your turn

One line is missing: the one with the rules for hit points. Add the change, but never go below 0. (`max(0, n)` is n, or 0 if n is below 0.) The dead always have 0.

The other lines are there already. If an event has no name, the character keeps the old one. The line with `is_alive` says that only a blow kills, so +0 doesn't.""",
    start=swap(ANSWER, LINE, "___"),
    asks=("apply",),
    uses={
        "Do you remember?": "Event",
        "Step 2 · More than a number": "Character",
    },
    tests=(
        a_change_is_added,
        nobody_falls_below_zero,
        the_dead_have_none,
        a_new_hero_can_gain,
        the_other_rules_stand,
    ),
    why="All the rules are in one place, so there is one place to read them, test them and change them.",
    hints=(
        "On paper, what would you add to what? And in which case wouldn't you add anything?",
        "There are three parts: a sum, max(0, ...) around it, and `... if character.is_alive else ...`.",
        "If alive: max(0, what the character has + change). If dead, after else: 0.",
    ),
    answer=ANSWER,
    others=(
        """\
def apply(hero, event):
    change = event.character_hit_points
    points = hero.hit_points + change
    if points < 0 or not hero.is_alive:
        points = 0
    alive = hero.is_alive and not (points == 0 and change < 0)
    return Character(event.character_name or hero.name, points, alive, event.note)
""",
    ),
    wrong={
        swap(ANSWER, LINE, "character.hit_points + change"): "nothing stops at 0",
        swap(ANSWER, LINE, "max(0, change)"): "5 is only the change",
        swap(ANSWER, LINE, "max(0, character.hit_points)"): "the change isn't added",
        swap(ANSWER, LINE, "max(0, character.hit_points + change)"): "doesn't check whether",
        swap(ANSWER, "if character.is_alive", "if character.hit_points"): "every hero begins",
        swap(ANSWER, LINE, "max(0, character.hit_points) + change"): "put the whole sum",
        swap(ANSWER, "max(0", "min(0"): "min takes the smaller",
        swap(ANSWER, "points + change", "points - change"): "already has its sign",
    },
)

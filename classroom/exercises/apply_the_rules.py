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
    gains = [after(given, given.Character("cpustejovsky", n), +5).hit_points for n in (3, 4, 20)]
    slip = ""
    if gains == [5, 5, 5]:
        slip = "5 is only the change: character.hit_points, what the hero had, is missing"
    elif gains == [3, 4, 20]:
        slip = "3 is what the hero had: the change isn't added"
    elif gains == [0, 0, 0] and after(given, given.Character("x", 3), -5).hit_points == -2:
        slip = "min takes the smaller of two numbers; max takes the larger"
    elif after(given, given.Character("cpustejovsky", 8), -5).hit_points == 13:
        slip = "the change already has its sign: add it"
    expect(repr(seen), "8", slip)


def nobody_falls_below_zero(given: Any) -> None:
    """A blow of 9 against 8 hit points leaves 0."""
    seen = after(given, given.Character("cpustejovsky", 8), -9).hit_points
    slip = ""
    if seen == -1:
        slip = "nothing stops at 0: put the whole sum into max(0, ...), not just a part of it"
    elif seen == 8:
        slip = "the blow isn't felt: put the whole sum into max(0, ...), not just the change"
    expect(repr(seen), "0", slip)


def a_new_hero_can_gain(given: Any) -> None:
    """A hero who is alive and still has 0 hit points enters with +8 and has 8."""
    seen = after(given, given.Character(), +8).hit_points
    slip = "0 hit points don't mean dead: every hero begins with 0. Ask character.is_alive"
    expect(repr(seen), "8", slip if seen == 0 else "")


def the_dead_have_none(given: Any) -> None:
    """A dead hero has 0 hit points, also after a healing potion of 5."""
    dead = given.Character("cpustejovsky", 0, is_alive=False)
    seen = after(given, dead, +5).hit_points
    slip = "the line doesn't check whether the character is alive before it adds"
    expect(repr(seen), "0", slip if seen == 5 else "")
    seen = after(given, given.Character("cpustejovsky", 3, is_alive=False), +5).hit_points
    slip = "the dead don't keep what they had: they always have 0" if seen == 3 else ""
    expect(f"dead, with 3 before: {seen!r}", "dead, with 3 before: 0", slip)


def the_other_rules_stand(given: Any) -> None:
    """An event without a name keeps the old one, a blow to 0 kills, and +0 kills nobody."""
    fallen = after(given, given.Character("cpustejovsky", 3), -4)
    unhurt = after(given, given.Character(), 0)
    slip = "one of the other lines has been changed"
    quiet = given.apply(given.Character(note="Init"), given.Event("a stream", 1))
    expect(fallen.name, "cpustejovsky", slip)
    expect(f"note={quiet.note!r}", "note=''", slip)
    expect("alive" if fallen.is_alive else "dead", "dead", slip)
    expect("alive" if unhurt.is_alive else "dead", "alive", slip)


def the_rules_hold_for_any_number(given: Any) -> None:
    """The rules are the same for every level and every change."""
    for level in (0, 1, 5, 20, 100, 1_000):
        for change in (-1_001, -100, -21, -9, -1, 0, 1, 9, 100):
            seen = after(given, given.Character("cpustejovsky", level), change).hit_points
            told, wanted = f"{level} and {change:+}", max(0, level + change)
            expect(f"{told} make {seen!r}", f"{told} make {wanted}", "")


def the_character_before_stays_as_it_was(given: Any) -> None:
    """apply makes a new character, and the one before it stays as it was."""
    before = given.Character("cpustejovsky", 3)
    after(given, before, +5)
    expect(before, given.Character("cpustejovsky", 3), "")


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
        a_new_hero_can_gain,
        the_dead_have_none,
        the_other_rules_stand,
        the_rules_hold_for_any_number,
        the_character_before_stays_as_it_was,
    ),
    why="All the rules are in one place, so there is one place to read them, test them and change them.",
    hints=(
        "On paper, what would you add to what? And in which case wouldn't you add anything?",
        "There are three parts: a sum, `max(0, ...)` around it, and `... if character.is_alive else ...`.",
        "If alive: `max(0, ...)`, and in it what the character has, plus `change`. If dead, after `else`: `0`.",
    ),
    answer=ANSWER,
    others=(
        swap(ANSWER, LINE, "max(0, character.hit_points + change) * character.is_alive"),
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
        swap(
            ANSWER, "max(0, character.hit_points + change)", "character.hit_points + max(0, change)"
        ): ("the blow isn't felt"),
        swap(ANSWER, "if character.is_alive", "if character.is_alive and change > -20"): (
            "100 and -21 make 0"
        ),
        swap(ANSWER, "note=event.note", "note=event.note or character.note"): "note='Init'",
        swap(ANSWER, "else 0", "else character.hit_points"): "the dead don't keep what they had",
        swap(ANSWER, "max(0, ", "max(0.0, "): "Seen:         0.0",
        swap(ANSWER, "character.hit_points + change)", "min(10, character.hit_points + change))"): (
            "0 and +100 make 10\n"
        ),
        swap(
            ANSWER,
            "    return",
            '    object.__setattr__(character, "hit_points", hit_points)\n    return',
        ): ("the one before it stays as it was"),
    },
)

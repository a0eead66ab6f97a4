"""Lesson 06, step 2: the loser reads again, and decides again."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

LOOK = """\
        now = store.project(stream, POTIONS)
        if now.state == 0:
            return "reads: no potion is left"
        version = now.version + 1
        yield f"reads: {now.state} potion, version {version} is free"
"""
WRITE = """\
            store.append(potion_from(name, stream, version))
            return f"writes version {version}"
"""
ANSWER = f"""\
def player(name, store, stream):
    while True:
{LOOK}\
        try:
{WRITE}\
        except EventAlreadyExistsError:
            yield "✘ that version is taken"
"""
OTHER = """\
def player(who, drawer, hero):
    while (bag := drawer.project(hero, POTIONS)).state > 0:
        number = bag.version + 1
        yield f"reads: {bag.state} potion, version {number} is free"
        try:
            drawer.append(potion_from(who, hero, number))
        except EventAlreadyExistsError:
            yield "✘ that version is taken"
        else:
            return f"writes version {number}"
    return "reads: no potion is left"
"""
READ, EMPTY = "store.project(stream, POTIONS)", "now.state == 0"
CHECK = f'        if {EMPTY}:\n            return "reads: no potion is left"\n'
TAKEN = 'is taken"\n'
BODY = "    while True:\n"
FIRST, SHOWN = LOOK.partition("        version")[0], LOOK.splitlines()[-1]
LATE = swap(CHECK, EMPTY, "version > 3")


def above_the_loop(lines: str, left: str = "") -> str:
    """Return our answer with these lines of it above the loop."""
    moved = "".join(line.removeprefix("    ") for line in lines.splitlines(keepends=True))
    loop = swap(ANSWER, LOOK, LOOK.replace(lines, left))
    return swap(loop, "    while True:\n", f"{moved}    while True:\n")


def race(given: Any, order: str, squeaks: int = 0) -> tuple[int, str]:
    """Let the players take turns at the inn; return the potions left, and what was said last."""
    stream = given.new_id()
    store = given.at_the_inn(stream)
    for version in range(3, 3 + squeaks):
        store.append(given.Event(stream, version, note="A rat squeaks"))
    said = ""
    players: dict[str, Any] = {}
    for name in order.split():
        players.setdefault(name, given.player(name, store, stream))
        said = next(players[name], "is done")
    return store.project(stream, given.POTIONS).state, said


def alone(given: Any) -> None:
    """A player who is alone pours the potion."""
    left, _ = race(given, "Ann Ann Ann")
    slip = "your condition stops the player while there is a potion"
    expect(f"potions left: {left}", "potions left: 0", slip)


def in_a_longer_story(given: Any) -> None:
    """The potion is poured in a longer story, too."""
    left, _ = race(given, "Ann Ann Ann", squeaks=2)
    slip = "a version says how long the story is; the state says how many potions are left"
    expect(f"potions left: {left}", "potions left: 0", slip)


def it_stops_between_look_and_append(given: Any) -> None:
    """A player looks in its first turn, and writes in a later one."""
    left, _ = race(given, "Ann")
    slip = "keep the yield after the look: without it, nobody can get in between"
    expect(f"potions left after one turn: {left}", "potions left after one turn: 1", slip)
    stream = given.new_id()
    store = given.at_the_inn(stream)
    ann = given.player("Ann", store, stream)
    next(ann)
    store.append(given.Event(stream, 3, note="A rat squeaks"))
    next(ann, None)
    left = store.project(stream, given.POTIONS).state
    slip = "the yield comes before the look: put it between the look and the append"
    seen = f"potions left after a rat was in between: {left}"
    expect(seen, "potions left after a rat was in between: 1", slip)


def nobody_pours_what_is_not_there(given: Any) -> None:
    """Three players come one after the other, and one potion is poured."""
    left, _ = race(given, "Ann Ann Ann Bob Bob Bob Cem Cem Cem")
    slip = "nobody is ever stopped: is now.state compared with the number 0, and is there a return?"
    if left == -1:
        slip = "one too many: when no potion is left, now.state is 0, and not below 0"
    expect(f"potions left: {left}", "potions left: 0", slip)


def the_loser_does_not_pour(given: Any) -> None:
    """The loser of a race pours nothing."""
    left, _ = race(given, "Ann Bob Ann Bob Bob Bob")
    slip = "the number is new, but the check is old: the loser has to look again before it writes"
    expect(f"potions left: {left}", "potions left: 0", slip)


def the_loser_comes_to_an_end(given: Any) -> None:
    """The loser of a race reads again, finds no potion, and is done."""
    _, said = race(given, "Ann Bob Ann Bob Bob Bob")
    slip = "what the loser knows is old: read inside the loop, each time round"
    expect(f"Bob says: {said}", "Bob says: is done", slip)


def the_loser_pours_if_it_still_can(given: Any) -> None:
    """A player who loses to somebody that doesn't drink looks again, and pours the potion."""
    stream = given.new_id()
    store = given.at_the_inn(stream)
    ann = given.player("Ann", store, stream)
    next(ann)
    store.append(given.Event(stream, 3, note="A rat squeaks"))
    for _ in range(3):
        next(ann, None)
    left = store.project(stream, given.POTIONS).state
    slip = "a clash isn't a reason to give up: there's a potion left, so let the loop continue"
    expect(f"potions left: {left}", "potions left: 0", slip)


EXERCISE = Exercise(
    lesson="06_contention",
    after="2a",
    title="the loser looks again",
    statement="""\
### The least code: your turn

Here is the loop, and you have all the lines for it: they're in the player above. Which of them go into the loop, and which above it, so that what Bob decides fits what is there *when he writes*?""",
    start=swap(
        ANSWER,
        LOOK,
        "        ___  # what comes before each append?\n",
        WRITE,
        "            ___  # append, and return what you say last\n",
    ),
    asks=("player",),
    uses={
        "Do you remember?": "Event EventAlreadyExistsError at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS potion_from",
    },
    tests=(
        alone,
        in_a_longer_story,
        it_stops_between_look_and_append,
        nobody_pours_what_is_not_there,
        the_loser_does_not_pour,
        the_loser_comes_to_an_end,
        the_loser_pours_if_it_still_can,
    ),
    why="A decision is only as fresh as what it's based on. After losing a race, you have old news.",
    hints=(
        "Bob has lost. Which of the things that he knows may have changed?",
        "The number of potions and the next version may both have changed. So both have to be read again, and checked again, each time round.",
        "All of it goes into the loop, in the same order as before: `project`, the `if` with its `return`, the version, the `yield`; and then, inside the `try`, the append and the last `return`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, EMPTY, "now.state > 0"): "stops the player while there is a potion",
        swap(ANSWER, CHECK, "", SHOWN, LATE + SHOWN): "how long the story is",
        swap(ANSWER, EMPTY, "now == 0"): "compared with the number 0",
        swap(ANSWER, EMPTY, "now.state < 0"): "one too many",
        swap(ANSWER, SHOWN + "\n", ""): "keep the yield after the look",
        swap(ANSWER, SHOWN + "\n", "", BODY, f'{BODY}        yield "reads"\n'): "before the look",
        swap(ANSWER, TAKEN, TAKEN + " " * 12 + "return\n"): "isn't a reason to give up",
        above_the_loop(FIRST): "what the loser knows is old",
        swap(above_the_loop(LOOK), TAKEN, TAKEN + " " * 12 + "version += 1\n"): "the check is old",
        swap(ANSWER, READ, "store.query(stream)"): "'list' object has no attribute",
    },
)

"""Lesson 06, step 2: the loser reads again, and decides again."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def player(name, store, stream):
    while True:
        now = store.project(stream, POTIONS)
        version = now.version + 1
        if now.state == 0:
            yield "reads: no potion is left, does nothing"
            return
        yield f"reads: {now.state} potion, version {version} is free"
        try:
            store.append(potion_from(name, stream, version))
            yield f"writes version {version}"
            return
        except EventAlreadyExistsError:
            yield f"✘ version {version} is taken"
"""
OTHER = """\
def player(who, drawer, hero):
    while True:
        bag = drawer.project(hero, POTIONS)
        if bag.state > 0:
            yield f"reads: {bag.state} potion, version {bag.version + 1} is free"
            try:
                drawer.append(potion_from(who, hero, bag.version + 1))
            except EventAlreadyExistsError:
                yield f"✘ version {bag.version + 1} is taken"
            else:
                return
        else:
            yield "reads: no potion is left, does nothing"
            return
"""
READ, EMPTY = "store.project(stream, POTIONS)", "now.state == 0"
ONCE = swap(
    ANSWER, f"    while True:\n        now = {READ}\n", f"    now = {READ}\n    while True:\n"
)


def race(given: Any, order: str, squeaks: int = 0) -> tuple[int, str]:
    """Let the players take turns at the inn; how many potions are left, and what was said last."""
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
    slip = "the condition stops the player while there is a potion"
    expect(f"potions left: {left}", "potions left: 0", slip)


def in_a_longer_story(given: Any) -> None:
    """The potion is poured in a longer story, too."""
    left, _ = race(given, "Ann Ann Ann", squeaks=2)
    slip = "a version says how long the story is; how many potions are left, says the state"
    expect(f"potions left: {left}", "potions left: 0", slip)


def nobody_pours_what_is_not_there(given: Any) -> None:
    """Three players come one after the other, and one potion is poured."""
    left, _ = race(given, "Ann Ann Ann Bob Bob Bob Cem Cem Cem")
    slip = "your condition never holds. now is a state with its version; with POTIONS, now.state is their number"
    if left == -1:
        slip = "one too many: when no potion is left, now.state is 0, and not below 0"
    expect(f"potions left: {left}", "potions left: 0", slip)


def the_loser_changes_its_mind(given: Any) -> None:
    """The loser of a race reads again, finds no potion, and is done."""
    left, said = race(given, "Ann Bob Ann Bob Bob Bob")
    slip = "what the loser knows is old: read inside the loop, each time round"
    expect(f"potions left: {left}; Bob says: {said}", "potions left: 0; Bob says: is done", slip)


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

So the loser goes back to the beginning: it reads again, and decides again. The whole function now stands in the loop. Fill in what the loser must know, and when there is nothing left to do.""",
    start=swap(ANSWER, READ, "...", EMPTY, "..."),
    asks=("player",),
    uses={
        "Do you remember?": "Event EventAlreadyExistsError at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS potion_from",
    },
    tests=(
        alone,
        in_a_longer_story,
        nobody_pours_what_is_not_there,
        the_loser_changes_its_mind,
        the_loser_pours_if_it_still_can,
    ),
    why="A decision is only as fresh as what it rests on; after losing a race, you have old news.",
    hints=(
        "What would you ask, if you came back to the bag after a while?",
        "Ask the store for the state of this stream. It comes with a version; the potions are its .state.",
        "store.project takes the stream and the projection that counts potions. Stop at 0.",
    ),
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, EMPTY, "now.state > 0"): "stops the player while there is a potion",
        swap(ANSWER, EMPTY, "version > 3"): "how long the story is",
        swap(ANSWER, EMPTY, "now == 0"): "now.state is their number",
        swap(ANSWER, EMPTY, "now.state < 0"): "one too many",
        swap(ANSWER, 'is taken"\n', 'is taken"\n            return\n'): "isn't a reason to give up",
        ONCE: "read inside the loop",
        swap(ANSWER, READ, "store.query(stream)"): "'list' object has no attribute 'version'",
    },
)

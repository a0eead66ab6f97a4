"""Lesson 06, step 2: the loser reads again, and decides again."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, in_disorder, swap
from classroom.exercises.requests import sent

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
STRANGE = (
    "            client.put_item(TableName=table, Item=to_item(potion_from(name, stream, version)))",
    "            version += 1",
)
PUT = "client.put_item(TableName=table, Item=to_item(potion"
LATE = swap(CHECK, EMPTY, "version > 3")


def above_the_loop(lines: str, left: str = "") -> str:
    """Return our answer with these lines of it above the loop."""
    moved = "".join(line.removeprefix("    ") for line in lines.splitlines(keepends=True))
    loop = swap(ANSWER, LOOK, LOOK.replace(lines, left))
    return swap(loop, "    while True:\n", f"{moved}    while True:\n")


def at_the_inn(given: Any, *more: Any) -> tuple[str, Any]:
    """Return a new stream and its store; after the fight, "rat" squeaks or others drink."""
    stream = given.new_id()
    store = given.at_the_inn(stream)
    for version, who in enumerate(more, 3):
        squeak = given.Event(stream, version, note="A rat squeaks")
        drink = given.potion_from(who, stream, version)
        store.append(squeak if who == "rat" else drink)
    return stream, store


def turns(player: Any, most: int = 9) -> list[str]:
    """Let a player take its turns to the end, and return what it says; at last, what it returns."""
    said = []
    for _ in range(most):
        try:
            said.append(f"{next(player)}")
        except StopIteration as end:
            return [*said, f"{end.value}"]
    return [*said, "..."]


def told(said: list[str]) -> str:
    """Return in one line what a player said, the beginning and the end."""
    return " / ".join(said if len(said) < 4 else [*said[:2], "...", said[-1]])


def alone(given: Any) -> None:
    """A player who is alone pours the potion, under the next version."""
    for name, *rats in (["Ann"], ["Cem", "rat", "rat"]):
        stream, store = at_the_inn(given, *rats)
        said, slip = turns(given.player(name, store, stream)), ""
        if len(said) == 1:
            slip = "the player stops at once, although there is a potion"
            if rats:
                slip = "a version says how long the story is; the potions left are in the state"
        last = store.query(stream)[-1]
        seen = f"{name} says: {told(said)}. The last card: "
        expect(f"{seen}{last.note}", f"{seen}Healing potion from {name}", slip)


def it_looks_first(given: Any) -> None:
    """A player looks in its first turn, and writes in a later one."""
    stream, store = at_the_inn(given)
    with sent(given.client) as requests:
        next(given.player("Ann", store, stream), None)
    seen = ", ".join(requests.operations) or "no request"
    slip = ""
    if not requests.operations:
        slip = "the yield comes before the look: put it between the look and the append"
    if "PutItem" in seen:
        slip = "keep the yield after the look: without it, nobody can get in between"
    expect(f"in the first turn: {seen}", "in the first turn: Query", slip)


def who_finds_nothing_stops(given: Any) -> None:
    """A player who finds no potion is done with that turn."""

    def said_after(*others: str) -> list[str]:
        stream, store = at_the_inn(given, *others)
        return turns(given.player("Bob", store, stream), 4)

    said, slip = said_after("Ann"), ""
    if len(said) > 1 == len(said_after("Ann", "Ann")):
        slip = "when no potion is left, now.state is 0, and not below 0"
    seen = f"one turn: {said[0]}" if len(said) == 1 else f"more than one: {told(said)}"
    expect(seen, f"one turn: {said[0]}", slip)


def at_the_end_it_says_what_happened(given: Any) -> None:
    """At its end, a player who pours says something else than one who finds no potion."""
    stream, store = at_the_inn(given)
    pours, finds = (turns(given.player(who, store, stream))[-1] for who in ("Ann", "Bob"))
    seen = "something else" if pours != finds else f"the same: {pours}"
    expect(seen, "something else", "")


def the_loser_looks_again(given: Any) -> None:
    """The loser of a race reads again, finds no potion, and is done."""
    stream, store = at_the_inn(given)
    ann, bob = (given.player(who, store, stream) for who in ("Ann", "Bob"))
    next(ann), next(bob)
    turns(ann)
    with sent(given.client) as requests:
        said = turns(bob, 4)
    cards = [event.note for event in store.query(stream)[3:]]
    slip = ""
    if cards[0] != "Healing potion from Ann":
        slip = "Ann's card was overwritten: put_item has no condition here, and store.append has"
    elif len(cards) > 1:
        slip = "Bob's number is new, but Bob's check is old"
    expect(f"the new cards: {cards}", "the new cards: ['Healing potion from Ann']", slip)
    if "Query" not in requests.operations:
        slip = "after the refusal, Bob reads nothing: read inside the loop, each time round"
    ends = "goes on and on" if said[-1] == "..." else "is done"
    expect(f"Bob {ends}: {told(said)}", f"Bob is done: {told(said)}", slip)


def a_refusal_is_no_reason_to_give_up(given: Any) -> None:
    """A rat is faster, three times. Then the player pours the potion, which is still there."""
    stream, store = at_the_inn(given)
    ann = given.player("Ann", store, stream)
    said = [next(ann)]
    for version in (3, 4, 5):
        store.append(given.Event(stream, version, note="A rat squeaks"))
        said += [next(ann, "(done)"), next(ann, "(done)")]
    said += turns(ann)
    seen, slip = f"Ann says: {told(said)}. The last card: ", ""
    if "(done)" in said:
        slip = "a clash isn't a reason to give up: there's a potion left, so let the loop continue"
    last = store.query(stream)[-1].note
    expect(f"{seen}{last}", f"{seen}Healing potion from Ann", slip)


EXERCISE = Exercise(
    lesson="06_contention",
    after="2a",
    title="the loser looks again",
    statement="""\
### The least code: your turn

Here are the lines of a player that looks again, in the order of the alphabet, and two that don't belong. Put them in order, so that what Bob decides fits what is there *when he writes*, and leave two of them out.

You don't need a mouse: *Alt+Up* and *Alt+Down* move a line, and *Ctrl+/* takes away its `#`, or those of all the lines that you have selected.""",
    start=in_disorder(ANSWER, *STRANGE),
    asks=("player",),
    uses={
        "Do you remember?": "client Event EventAlreadyExistsError at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS potion_from",
    },
    tests=(
        alone,
        it_looks_first,
        who_finds_nothing_stops,
        at_the_end_it_says_what_happened,
        the_loser_looks_again,
        a_refusal_is_no_reason_to_give_up,
    ),
    why="A decision is only as fresh as what it's based on. After losing a race, you have old news.",
    hints=(
        "Bob has lost. Which of the things that he knows may have changed? Those have to be read again, each time round.",
        "Two of the lines were wrong before: one overwrites what a rival has written, and one keeps an old decision under a new number.",
        "Everything is in the loop, in the same order as before: `project`, the `if` with its `return`, the version, the `yield`; then, inside the `try`, the append and the last `return`; and in the `except` only its `yield`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, EMPTY, "now.state > 0"): "stops at once, although",
        swap(ANSWER, CHECK, "", SHOWN, LATE + SHOWN): "how long the story is",
        swap(ANSWER, "now.version + 1", "now.version"): "Ann says: reads: 1 potion, version 2",
        swap(ANSWER, "potion_from(name", 'potion_from("Ann"'): "Healing potion from Cem",
        swap(ANSWER, EMPTY, "now == 0"): "more than one: reads: 0 potion",
        swap(ANSWER, EMPTY, "now.state < 0"): "and not below 0",
        swap(ANSWER, SHOWN + "\n", ""): "keep the yield after the look",
        swap(ANSWER, SHOWN + "\n", "", BODY, f'{BODY}        yield "reads"\n'): "before the look",
        swap(ANSWER, '            return f"writes version {version}"\n', ""): "the same: reads",
        swap(ANSWER, "store.append(potion", PUT, "version))\n", "version)))\n"): "was overwritten",
        swap(ANSWER, TAKEN, TAKEN + " " * 12 + "return\n"): "isn't a reason to give up",
        swap(
            ANSWER, "while True", "for _ in range(3)"
        ): "Ann says: reads: 1 potion, version 3 is free / ✘",
        above_the_loop(FIRST): "Bob reads nothing",
        swap(above_the_loop(LOOK), TAKEN, TAKEN + " " * 12 + "version += 1\n"): "check is old",
        swap(ANSWER, READ, "store.query(stream)"): "'list' object has no attribute",
    },
)

"""Lesson 11: a test that crashes everywhere, tried on subscriptions that are right or wrong."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any, ClassVar

from classroom.exercises.exercise import MANY_REQUESTS, Exercise, NotYetError, expect, outcome, swap
from classroom.exercises.leftovers import leaves_nothing
from classroom.exercises.subscriptions import (
    CheckpointFirst,
    EffectFirst,
    FirstOneApart,
    Following,
    Idle,
    InMemory,
    LastOneApart,
    LeavesItsLock,
    OneCheckpoint,
)

WRONG = {
    "the effect first": EffectFirst,
    "the checkpoint first": CheckpointFirst,
    "the checkpoint in memory": InMemory,
}
ONE_MOMENT = {
    "harm only at the first event": FirstOneApart,
    "harm only at the last event": LastOneApart,
    "harm only before a single checkpoint at the end": OneCheckpoint,
    "harm only before its first request": LeavesItsLock,
}
NAME = "test_no_crash_harms_the_board"
ANSWER = f"""\
def {NAME}():
    for requests in range(10):
        hero = f"hero-{{next(numbers)}}"
        board = begin(hero)
        with crash_after(client, requests):
            start(board).catch_up([hero])
        start(board).catch_up([hero])
        assert board.read() == {{"goblin": 2, "bugbear": 3}}
"""
COLLECTED = f"""\
def {NAME}():
    boards_after = []
    for requests in (0, 1, 2, 3, 4, 5, 6, 7):
        hero = f"hero-of-crash-{{next(numbers)}}"
        board = begin(hero)
        with crash_after(client=client, requests=requests):
            subscription = start(board)
            subscription.catch_up([hero])
        restarted = Subscription(store, board.name, board.effects, checkpoints=boards)
        restarted.catch_up([hero])
        boards_after.append(board.read())
    assert boards_after == 8 * [dict(goblin=2, bugbear=3)]
"""
UNTIL_DONE = f"""\
def crash_and_start_again(requests):
    hero = f"hero-{{next(numbers)}}"
    board = begin(hero)
    is_done = False
    with crash_after(client, requests):
        start(board).catch_up([hero])
        is_done = True
    start(board).catch_up([hero])
    assert board.read()["goblin"] == 2, requests
    assert board.read()["bugbear"] == 3, requests
    return is_done


def {NAME}():
    requests = 0
    while not crash_and_start_again(requests):
        requests += 1
"""
BEGUN = "        board = begin(hero)\n"
STORY = '        hero = f"hero-{next(numbers)}"\n        board = begin(hero)\n'
START = "start(board).catch_up([hero])\n"
CRASH = f"        with crash_after(client, requests):\n            {START}"
AGAIN = f"        {START}        assert"
ASSERT = '        assert board.read() == {"goblin": 2, "bugbear": 3}\n'
IN_THE_BLOCK = f"{CRASH}            {START}            assert"
SAME = f"        subscription = start(board)\n{CRASH}        {START}".replace(
    START, "subscription.catch_up([hero])\n"
)
OUTSIDE = "    for requests in range(10):\n" + STORY
BEFORE = STORY.replace("        ", "    ") + "    for requests in range(10):\n"
QUIET = """\
        try:
            assert board.read() == {"goblin": 2, "bugbear": 3}
        except AssertionError:
            print("the board is wrong after", requests)
"""


@contextmanager
def following(given: Any, kind: Any) -> Iterator[None]:
    """Let the lesson and the learner's test follow the store with this kind of subscription."""
    places = [given.start.__globals__, vars(given)[NAME].__globals__]
    before = [place.get("Subscription") for place in places]
    for place in places:
        place["Subscription"] = kind
    try:
        yield
    finally:
        for place, ours in zip(places, before, strict=True):
            place["Subscription"] = ours


def said_of(given: Any, kind: Any) -> str:
    """What the learner's test says of this kind, and by which error."""
    with following(given, kind):
        error = outcome(vars(given)[NAME])
    return "green" if error == "no error" else f"red, by {error}"


def colour(said: str) -> str:
    """Red or green; which error it was doesn't matter here."""
    return said.partition(",")[0]


def it_takes_nothing(given: Any) -> None:
    """The test takes no argument: each crash needs a hero and a board of its own."""
    seen = ", ".join(signature(vars(given)[NAME]).parameters)
    expect(seen or "no argument", "no argument", "")


@leaves_nothing
def a_right_subscription_makes_it_green(given: Any) -> None:
    """Your test passes for the subscription that is right."""

    class Counted(Following):
        begun: ClassVar[Counter[str]] = Counter()
        ended: ClassVar[Counter[str]] = Counter()

        def catch_up(self, ids: Any) -> None:
            self.begun[self.name] += 1
            super().catch_up(ids)
            self.ended[self.name] += 1

    said, slip = said_of(given, Counted), ""
    if said == "red, by AssertionError" and 1 in Counted.begun.values():
        slip = "after each crash, start the program again, outside of the block that crashes"
    elif said in ("red, by UnboundLocalError", "red, by NameError") and not Counted.begun:
        slip = (
            "there's no board after the first crash: tell the story before the block that crashes"
        )
    expect(said, "green", slip)
    if Counted.begun == Counted.ended:
        raise NotYetError("no program crashes", "a crash", "")


@leaves_nothing
def an_idle_subscription_makes_it_red(given: Any) -> None:
    """Your test fails for a subscription that does nothing at all."""
    slip = "nothing in your test fails if the board is wrong"
    seen = colour(said_of(given, Idle))
    expect(f"{seen}, with an empty board", "red, with an empty board", slip)


@leaves_nothing
def each_wrong_one_makes_it_red(given: Any) -> None:
    """Your test fails for each of the three that are wrong."""
    for name, kind in WRONG.items():
        seen = colour(said_of(given, kind))
        slip = "a program that has crashed remembers nothing: start a new one each time"
        expect(f"{name}: {seen}", f"{name}: red", slip if kind is InMemory else "")


@leaves_nothing
def one_harmful_moment_is_enough(given: Any) -> None:
    """Your test also fails if there's only one moment in which a crash does harm."""
    for name, kind in ONE_MOMENT.items():
        expect(f"{name}: {colour(said_of(given, kind))}", f"{name}: red", "")


EXERCISE = Exercise(
    lesson="11_following_the_store",
    after="1b",
    title="a test that finds every moment in which a crash does harm",
    statement=f"""\
### Crash it everywhere: your turn

Write the test that stops this from ever coming back. The cell is empty. The test is called `{NAME}`, takes no arguments, and lets the program crash after 0 requests, after 1, after 2, and so on, beyond the last one that it sends. This is one crash, after 3 requests:

```python
with crash_after(client, 3):
    start(board).catch_up([hero])
```

- Each crash has a new hero and a new board. `begin(hero)` tells the story of that hero, and returns the board; a new name is `f"hero-{{next(numbers)}}"`.
- A program that has crashed remembers nothing. So it's started again, with `start(board)`, and this time it runs to its end.
- Then the board is right: the goblin 2, the bugbear 3.

`check` runs your test on several subscriptions. One saves the effect first, one the checkpoint first, one keeps its checkpoint only in memory, and with some, a crash does harm at a single moment only. One is right: you'll write it in step 3. Your test must pass for that one, and fail for the others. (None of them sends more than eight requests.)""",
    start="# your test\n",
    asks=(NAME,),
    uses={
        "Do you remember?": "client table numbers crash_after boards",
        "Step 1 · A board on the wall": "Subscription start store",
        "Step 2 · Which one first?": "begin",
    },
    tests=(
        it_takes_nothing,
        a_right_subscription_makes_it_green,
        an_idle_subscription_makes_it_red,
        each_wrong_one_makes_it_red,
        one_harmful_moment_is_enough,
    ),
    most_requests=MANY_REQUESTS,
    why="If somebody changes the subscription next year, this test crashes it everywhere again.",
    hints=(
        "One crash is five lines: a hero, a board, a crash, a new start, a look at the board. What do you do with them?",
        "A loop over `range(10)` gives the numbers of requests. Everything else is inside of it, so each crash has a story of its own.",
        "The skeleton: `for requests in range(10):`, in it `hero = ...`, `board = begin(hero)`, `with crash_after(client, requests): start(board).catch_up([hero])`, then `start(board).catch_up([hero])` once more, outside of the `with`, and `assert board.read() == ...`.",
    ),
    answer=ANSWER,
    others=(COLLECTED, UNTIL_DONE),
    wrong={
        swap(ANSWER, "():\n", "(hero, board):\n", STORY, ""): "Seen:         hero, board",
        swap(ANSWER, CRASH, ""): "no program crashes",
        swap(ANSWER, CRASH + AGAIN, CRASH + "        assert"): "start the program again, outside",
        swap(ANSWER, CRASH + AGAIN, IN_THE_BLOCK): "the effect first: green",
        swap(ANSWER, ASSERT, ""): "nothing in your test fails",
        swap(
            ANSWER, "        assert", "        return"
        ): "Seen:         green, with an empty board",
        swap(ANSWER, ASSERT, QUIET): "the board is wrong after 3",
        swap(ANSWER, "        assert", "    assert"): "Expected:     the effect first: red",
        swap(ANSWER, "range(10)", "[0]"): "effect first: green",
        swap(ANSWER, "range(10)", "[3]"): "harm only at the last event: green",
        swap(ANSWER, "range(10)", "range(4)"): "the last event: green",
        swap(ANSWER, "range(10)", "range(1, 10)"): "before its first request: green",
        swap(ANSWER, '"goblin": 2', '"goblin": 4'): "Seen:         red, by AssertionError",
        swap(
            ANSWER, 'board.read() == {"goblin": 2, "bugbear": 3}', 'board.read()["goblin"] == 2'
        ): "last event: green",
        swap(ANSWER, "crash_after(client, requests)", "crash_after(requests)"): "TypeError",
        swap(ANSWER, OUTSIDE, BEFORE): "Seen:         the effect first: green",
        swap(ANSWER, CRASH + f"        {START}", SAME): "the checkpoint in memory: green",
        swap(
            ANSWER, BEGUN + CRASH, CRASH.replace(START, f"{BEGUN.strip()}\n            {START}")
        ): ("tell the story before the block that crashes"),
        swap(ANSWER, 'f"hero-{next(numbers)}"', '"ann"'): "red, by EventAlreadyExistsError",
    },
)

"""Lesson 09, step 2: the state, then the look for the marker, then the decision."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from classroom.exercises.exercise import Exercise, expect, in_disorder, swap
from classroom.exercises.requests import Requests, sent

STATE = "        now = store.project(stream, projection)\n"
LOOK = """\
        if was_carried_out(store, stream, command_id):
            return store.project(stream, projection)
"""
DECIDE = "        events = list(decide(now.state, now.version + 1) or [])\n"
HEAD = """\
def decide_and_append(store, stream, projection, decide, attempts, command_id):
    for attempt in range(attempts):
"""
TAIL = """\
        check_versions(stream, events, now.version + 1)
        markers = [] if command_id is None else [marker_of(stream, command_id)]
        try:
            if events:
                store.append(*events, *markers)
            return fold(projection, events, now)
        except EventAlreadyExistsError as error:
            clash = error
        if attempt + 1 < attempts:
            store.backoff.wait(attempt)
    raise ContentionError(stream, clash.version, attempts) from clash
"""
ANSWER = f"{HEAD}{STATE}{LOOK}{DECIDE}{TAIL}"
STRANGE = (
    "            return now",
    "        if attempt == 0 and was_carried_out(store, stream, command_id):",
)
LINES = in_disorder(STATE + LOOK + DECIDE, *STRANGE)
START = (
    f"{HEAD}        ___  # four of these six lines, in the right order\n"
    + "".join(f"        {line}\n" for line in LINES.replace("#         ", "# ").splitlines())
    + TAIL
)
LONGER = f"""\
{HEAD}\
        before = store.project(stream, projection)
        is_done = was_carried_out(store, stream, command_id)
        if is_done:
            now = store.project(stream, projection)
            return now
        else:
            now = before
{DECIDE}{TAIL}"""
OWN_READ = f"""\
{HEAD}{STATE}\
        drawer = marker_id(stream, command_id)
        if command_id is not None and len(read(store.client, store.table, drawer)) == 1:
            return fold(projection, store.query(stream))
        chosen = decide(now.state, now.version + 1)
        events = [*chosen] if chosen else []
{TAIL}"""
NESTED = f"""\
def decide_and_append(store, stream, projection, decide, attempts, command_id):
    def newest():
        return store.project(stream, projection)

    for attempt in range(attempts):
        now = newest()
        if was_carried_out(store=store, command_id=command_id, stream=stream):
            return newest()
{DECIDE}{TAIL}"""
TOO_MANY = swap(ANSWER, LOOK, f"{LOOK}            return now\n")
IF, RETURN = LOOK.splitlines(keepends=True)
BEFORE_THE_LOOP = f"""\
def decide_and_append(store, stream, projection, decide, attempts, command_id):
    if was_carried_out(store, stream, command_id):
        return store.project(stream, projection)
    for attempt in range(attempts):
{STATE}{DECIDE}{TAIL}"""
AFTER_A_CLASH = swap(
    f"{HEAD}{STATE}{DECIDE}{TAIL}",
    "            clash = error\n",
    "            clash = error\n"
    "            if was_carried_out(store, stream, command_id):\n"
    "                return store.project(stream, projection)\n",
)
SWALLOWED = swap(
    f"{HEAD}{LOOK}{STATE}{DECIDE}{TAIL}",
    DECIDE,
    "        try:\n"
    "            events = list(decide(now.state, now.version + 1) or [])\n"
    "        except HeroIsDownError:\n"
    "            return now\n",
)
IN_A_LOOP = f"""\
{HEAD}{STATE}\
        while not was_carried_out(store, stream, command_id):
            events = list(decide(now.state, now.version + 1) or [])
            store.append(*events, marker_of(stream, command_id))
        return store.project(stream, projection)
"""


class Hero:
    """A new hero, whom a blow brings down, and what a call of the answer does with her."""

    def __init__(self, given: Any, hit_points: int = 2) -> None:
        self.given, self.stream = given, given.new_id()
        self.store = given.EventStore(given.client, given.table)
        self.store.append(given.Event(self.stream, 0, "cpustejovsky", hit_points, "Init"))
        self.asked: list[int] = []  # the hit points that decide was told
        self.requests = Requests()

    def twin(self, version: int = 1) -> None:
        """Carry out the whole command, if nobody has."""
        with suppress(self.given.EventAlreadyExistsError):
            self.store.append(self.event(version), self.given.marker_of(self.stream, "message 7"))

    def event(self, version: int) -> Any:
        """Return the goblin's blow."""
        return self.given.Event(self.stream, version, "cpustejovsky", -2, "Slashing damage")

    def decide(self, hero: Any, next_version: int) -> list[Any]:
        """Strike, but nobody who's down."""
        self.asked.append(hero.hit_points)
        if not hero.is_alive:
            raise self.given.HeroIsDownError("down already")
        return [self.event(next_version)]

    def call(
        self,
        command_id: str | None = "message 7",
        slipping_in: AbstractContextManager[Any] | None = None,
    ) -> str:
        """Call the answer, and return what its caller hears."""
        ask = self.given.decide_and_append
        with slipping_in or nullcontext(), sent(self.given.client) as self.requests:
            try:
                got = ask(self.store, self.stream, self.given.CHARACTER, self.decide, 5, command_id)
            except (self.given.HeroIsDownError, self.given.ContentionError) as error:
                return type(error).__name__
        if not isinstance(got, self.given.Projected):
            return repr(got)
        return f"{got.state.hit_points} hit points, version {got.version}"

    @property
    def notes(self) -> list[str]:
        """The notes of the events that are stored."""
        return [event.note for event in self.store.query(self.stream)]

    @property
    def drawers(self) -> list[str]:
        """Whose drawer each read of the last call was about: hero, marker, or another."""
        ids = [
            request.params["ExpressionAttributeValues"][":id"]["S"]
            for request in self.requests.of("Query")
        ]
        known = {self.stream: "hero", self.given.marker_id(self.stream, "message 7"): "marker"}
        return [known.get(each, "another") for each in ids]


def it_is_carried_out(given: Any) -> None:
    """A command is carried out, and its caller gets the state, with an id or without one."""
    for command_id in ("message 7", None):
        hero = Hero(given)
        heard = hero.call(command_id)
        named = f"with the id {command_id}: " if command_id else "without an id: "
        expect(f"{named}{heard}", f"{named}0 hit points, version 1", "")
        expect(f"{named}{len(hero.notes)} events", f"{named}2 events", "")


def two_commands_are_two(given: Any) -> None:
    """Two commands with two ids are carried out, and so are two without any."""
    for ids in (("message 7", "message 8"), (None, None)):
        hero = Hero(given, hit_points=8)
        heard = [hero.call(command_id) for command_id in ids]
        expect(heard, ["6 hit points, version 1", "4 hit points, version 2"], "")


def the_second_time_nobody_decides(given: Any) -> None:
    """If the marker is there, the caller gets the state, and decide isn't called."""
    hero = Hero(given)
    hero.twin()
    heard, slip = hero.call(), ""
    if hero.asked and "marker" not in hero.drawers:
        slip = "decide was called before anybody found the marker: look before you decide"
    if "another" in hero.drawers:
        slip = "the look goes into another drawer: are its arguments in order?"
    expect(f"decide was called: {len(hero.asked)} times", "decide was called: 0 times", slip)
    expect(f"the caller hears: {heard}", "the caller hears: 0 hit points, version 1", "")
    expect(f"stored: {hero.notes}", "stored: ['Init', 'Slashing damage']", "")


def a_twin_may_slip_in_anywhere(given: Any) -> None:
    """Whenever the twin carries out the command, both hear that it worked, and there's one blow."""
    for number in range(3):
        hero = Hero(given)
        heard = hero.call(slipping_in=given.before_request(number, hero.twin))
        when = f"the twin came right before request {number}; the caller hears"
        expect(f"{when}: {heard}", f"{when}: 0 hit points, version 1", _slip(hero, heard))
        expect(f"stored: {hero.notes}", "stored: ['Init', 'Slashing damage']", "")


def _slip(hero: Hero, heard: str) -> str:
    """Say which order it was, if that explains what the caller heard."""
    reads = hero.drawers
    if heard.startswith("2 hit points"):
        return "now was read before the twin's blow: the caller needs the state after it"
    if heard != "HeroIsDownError":
        return ""
    if "marker" not in reads:
        return "nobody has looked for the marker"
    if reads[0] == "marker" and reads[-1] == "hero":
        return "the twin slipped in after the look: read the state before you look"
    writes = hero.requests.operations.count("TransactWriteItems")  # one of them is the twin's
    if reads == ["hero", "marker", "hero"] and writes == 1:
        return "the state was read again after the look, and the twin slipped in between"
    if reads == ["hero", "marker", "hero"]:
        return "after a clash, the state is new: look again, in every attempt"
    return ""


def a_refusal_reaches_the_caller(given: Any) -> None:
    """If the hero was down before, the caller hears the decision's error, and no event is stored."""
    hero = Hero(given)
    hero.store.append(given.Event(hero.stream, 1, "cpustejovsky", -2, "Bludgeoning damage"))
    heard = hero.call()
    expect(
        f"down before: the caller hears: {heard}",
        "down before: the caller hears: HeroIsDownError",
        "",
    )
    expect(f"stored: {hero.notes}", "stored: ['Init', 'Bludgeoning damage']", "")


def a_rival_makes_it_begin_again(given: Any) -> None:
    """If a rival takes the version, it reads, looks and decides again."""
    hero = Hero(given, hit_points=8)

    def bugbear() -> None:
        note = "Bludgeoning damage"
        hero.store.append(given.Event(hero.stream, 1, "cpustejovsky", -3, note))

    heard = hero.call(slipping_in=given.before_request(2, bugbear))
    expect(f"decide was told: {hero.asked}", "decide was told: [8, 5]", "")
    expect(f"the caller hears: {heard}", "the caller hears: 3 hit points, version 2", "")


def a_rival_and_then_the_twin(given: Any) -> None:
    """If a rival takes the version, and then the twin comes, both hear that it worked."""
    hero = Hero(given, hit_points=3)

    def bugbear() -> None:
        note = "Bludgeoning damage"
        hero.store.append(given.Event(hero.stream, 1, "cpustejovsky", -1, note))

    twins: list[Callable[[], None]] = [lambda: hero.twin(2)]
    hero.store.backoff = given.Backoff(sleep=lambda _: twins.pop()() if twins else None)
    heard = hero.call(slipping_in=given.before_request(2, bugbear))
    slip = ""
    if heard == "HeroIsDownError":
        slip = "after a clash, the state is new: look again, in every attempt"
    expect(f"the caller hears: {heard}", "the caller hears: 0 hit points, version 2", slip)


EXERCISE = Exercise(
    lesson="09_the_same_command_twice",
    after="2a",
    title="a decision never sees its own command",
    statement="""\
### The least code: your turn

Here is the loop without its beginning. Four of the six lines below `___` belong in its place; they're in the order of the alphabet. Put the four in the right order, so that no decision ever sees a state with its own command in it, and so that each caller gets the state *after* the command. Then take `___` away.

(*Alt+Up* and *Alt+Down* move a line, and *Ctrl+/* takes away its `#`.)""",
    start=START,
    asks=("decide_and_append",),
    uses={
        "Do you remember?": "client table Event EventStore Backoff CHARACTER Projected fold read "
        "EventAlreadyExistsError ContentionError",
        "Step 1 · The goblin is told twice": "HeroIsDownError marker_id marker_of was_carried_out "
        "check_versions",
        "Step 2 · Two workers, one message": "before_request",
    },
    tests=(
        it_is_carried_out,
        two_commands_are_two,
        the_second_time_nobody_decides,
        a_twin_may_slip_in_anywhere,
        a_refusal_reaches_the_caller,
        a_rival_makes_it_begin_again,
        a_rival_and_then_the_twin,
    ),
    why="If the marker isn't there after you've read the state, the command can't be in that state.",
    hints=(
        "Between any two lines, the twin may carry out the whole command. Go through the orders of state, look and decision with your finger, and ask each time: what does `decide` get?",
        "If you look first, the twin may come after your look, and the state has the command in it. If you look last, the decision has been made. And after a clash, everything may have changed.",
        "`now = ...`, then the `if` without `attempt`, then the `return` that reads again, then `events = ...`.",
    ),
    answer=ANSWER,
    others=(LONGER, OWN_READ, NESTED, TOO_MANY),
    wrong={
        f"{HEAD}{LOOK}{STATE}{DECIDE}{TAIL}": "read the state before you look",
        f"{HEAD}{STATE}{DECIDE}{LOOK}{TAIL}": "look before you decide",
        f"{HEAD}{STATE}{DECIDE}{TAIL}": "before anybody found the marker",
        swap(ANSWER, RETURN, "            return now\n"): "now was read before the twin's blow",
        swap(ANSWER, "if was_", "if attempt == 0 and was_"): "look again, in every attempt",
        BEFORE_THE_LOOP: "the twin came right before request 1",
        AFTER_A_CLASH: "Expected:     decide was called: 0 times",
        swap(ANSWER, "if was_", "if not was_"): "with the id message 7: 2 hit points",
        swap(ANSWER, RETURN, "            return\n"): "the caller hears: None",
        swap(ANSWER, RETURN, RETURN.replace("return ", "")): "decide was called: 1 times",
        swap(
            ANSWER,
            "store, stream, command_id):\n            r",
            "store, command_id, stream):\n            r",
        ): ("into another drawer"),
        f"{HEAD}{STATE}{LOOK}{STATE}{DECIDE}{TAIL}": "read again after the look",
        f"{HEAD}{DECIDE}{STATE}{LOOK}{TAIL}": "3 | events = list(decide(now",
        f"{HEAD}{LOOK}{DECIDE}{STATE}{TAIL}": "5 | events = list(decide(now",
        swap(
            ANSWER, IF, "        if was_carried_out(stream, store, command_id):\n"
        ): "has no attribute",
        swap(
            ANSWER, RETURN, "            return store.query(stream)\n"
        ): "the caller hears: [Event(",
        swap(
            ANSWER, RETURN, "            raise EventAlreadyExistsError(stream, 0)\n"
        ): "already exists",
        swap(ANSWER, RETURN, "            continue\n"): "variable 'clash'",
        SWALLOWED: "down before: the caller hears: 0 hit points",
        IN_A_LOOP: "append(*events, marker_of",
    },
    remark="With both `return` lines below the `if`, only the first one counts.",
)

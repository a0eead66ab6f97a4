"""Lesson 06, step 4: a loop that never wins says so."""

from dataclasses import dataclass
from typing import Any

from classroom.exercises.exercise import Exercise, expect, outcome, swap

ANSWER = """\
def decide_and_append(store, stream, projection, decide, attempts):
    for _ in range(attempts):
        now = store.project(stream, projection)
        events = list(decide(now.state, now.version + 1) or [])
        try:
            if events:
                store.append(*events)
            return fold(projection, events, now)
        except EventAlreadyExistsError as error:
            clash = error
    raise ContentionError(stream, clash.version, attempts) from clash
"""
OTHER = """\
def decide_and_append(store, name, rule, choose, tries):
    left, refused = tries, None
    while left > 0:
        before = store.project(name, rule)
        chosen = list(choose(before.state, before.version + 1) or [])
        try:
            if chosen:
                store.append(*chosen)
            return fold(rule, chosen, before)
        except EventAlreadyExistsError as error:
            left, refused = left - 1, error
    raise ContentionError(name, refused.version, tries) from refused
"""
KEEP, ARGUMENTS = "clash = error", "stream, clash.version, attempts"
GIVE_UP = f"raise ContentionError({ARGUMENTS}) from clash"
INSIDE = """\
def decide_and_append(store, stream, projection, decide, attempts):
    for attempt in range(1, attempts + 1):
        now = store.project(stream, projection)
        events = list(decide(now.state, now.version + 1) or [])
        try:
            if events:
                store.append(*events)
        except EventAlreadyExistsError:
            if attempt == attempts:
                raise ContentionError(id=stream, version=now.version + 1, attempts=attempt)
        else:
            return fold(projection, events, now)
"""


@dataclass
class Tried:
    """What became of Bob among rats: what was raised or returned, and what decide was asked."""

    stream: str
    how: str
    what: Any
    asked: list[int]


def among_rats(given: Any, attempts: int) -> Tried:
    """Let Bob try this often, while a rat is faster each time."""
    stream, asked = given.new_id(), []
    store = given.at_the_inn(stream)
    rats = given.among_rats(store, stream)

    def decide(potions: int, next_version: int) -> Any:
        asked.append(next_version)
        return rats(potions, next_version)

    try:
        what = given.decide_and_append(store, stream, given.POTIONS, decide, attempts)
    except (given.ContentionError, UnboundLocalError) as error:
        return Tried(stream, "raised", error, asked)
    return Tried(stream, "returned", what, asked)


def it_gives_up_with_its_own_error(given: Any) -> None:
    """After the last attempt a ContentionError is raised."""
    tried, slip = among_rats(given, 3), ""
    if isinstance(tried.what, UnboundLocalError):
        if "'error'" not in str(tried.what):
            raise tried.what
        slip = "Python forgets error at the end of its except: keep it under another name"
    if isinstance(tried.what, given.ContentionError):
        slip = "the caller takes a returned error for a state: raise it instead"
    seen = "nothing raised" if tried.what is None else f"{type(tried.what).__name__} {tried.how}"
    expect(seen, "ContentionError raised", slip)


def it_tries_as_often_as_it_may(given: Any) -> None:
    """With three attempts, decide is called three times."""
    calls = len(among_rats(given, 3).asked)
    slip = "it gives up at the first refusal: is the raise inside the loop?" if calls == 1 else ""
    expect(f"calls of decide: {calls}", "calls of decide: 3", slip)


def it_says_what_happened(given: Any) -> None:
    """The error names the stream, the version that a rival took last, and the attempts."""
    for attempts in (3, 4):
        tried = among_rats(given, attempts)
        error, last = tried.what, tried.asked[-1]
        slip = ""
        if (error.version, error.attempts) == (attempts, last):
            slip = "the order is: the stream, the version, the attempts"
        elif isinstance(error.version, given.EventAlreadyExistsError):
            slip = "in the place of the version is a whole error: the number is its version"
        elif error.version == last - 1:
            slip = f"{last - 1} is what was read before; the rival took the version after it"
        elif error.attempts == 3 != attempts:
            slip = "3 was only an example: the caller says how many, in attempts"
        elif error.attempts == attempts - 1:
            slip = "range counts from 0, so its last number is one less than the attempts"
        seen = f"{error.id!r}, {error.version!r}, {error.attempts!r}"
        expect(seen, f"{tried.stream!r}, {last!r}, {attempts!r}", slip)


def the_last_refusal_comes_along(given: Any) -> None:
    """The traceback shows the last refusal, as what the ContentionError comes from."""
    error = among_rats(given, 3).what
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    seen = f"{type(cause).__name__}, version {cause.version}" if cause else "no other error"
    if cause and cause.__traceback__ is None:
        seen = "an error that nobody raised"
    expect(seen, "EventAlreadyExistsError, version 5", "")


def who_gets_through_has_the_new_state(given: Any) -> None:
    """A decision that gets through returns the state with its event; an empty one, as it is."""
    stream = given.new_id()
    store = given.at_the_inn(stream)
    for potions, version, events in ((1, 2, []), (0, 3, [given.potion_from("Bob", stream, 3)])):
        now = given.decide_and_append(store, stream, given.POTIONS, lambda *_, e=events: e, 3)
        seen = f"potions: {now.state}, version: {now.version}"
        expect(seen, f"potions: {potions}, version: {version}", "")


def other_errors_are_no_reason_to_try_again(given: Any) -> None:
    """Another error than a refusal, or an error of decide's, reaches the caller at once."""
    stream, asked = given.new_id(), []
    store = given.at_the_inn(stream)

    def refuse(_: int, next_version: int) -> Any:
        asked.append(next_version)
        raise given.EventAlreadyExistsError("another stream", 7)

    def invent(_: int, next_version: int) -> Any:
        asked.append(next_version)
        return [given.Event(stream, -1)]

    for decide, expected in ((invent, "ValueError"), (refuse, "EventAlreadyExistsError")):
        asked.clear()
        seen = outcome(given.decide_and_append, store, stream, given.POTIONS, decide, 3)
        expect(f"calls of decide: {len(asked)}, {seen}", f"calls of decide: 1, {expected}", "")


EXERCISE = Exercise(
    lesson="06_contention",
    after="4a",
    title="a silent failure becomes a loud one",
    statement="""\
### The least code: your turn

After the last attempt, raise a `ContentionError` that tells the caller all three things. Its traceback should also show the last refusal: that's what `raise ... from ...` does. Write the two lines. (Python forgets `error` at the end of the `except`, so the first line keeps it.)""",
    start=swap(
        ANSWER,
        KEEP,
        "___  # keep this refusal",
        GIVE_UP,
        "___  # that was the last attempt: give up",
    ),
    asks=("decide_and_append",),
    uses={
        "Do you remember?": "Event EventAlreadyExistsError fold at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS potion_from",
        "Step 4 · Somebody is always faster": "ContentionError among_rats",
    },
    tests=(
        it_gives_up_with_its_own_error,
        it_tries_as_often_as_it_may,
        it_says_what_happened,
        the_last_refusal_comes_along,
        who_gets_through_has_the_new_state,
        other_errors_are_no_reason_to_try_again,
    ),
    why="A caller who knows what happened can wait, give up or ask somebody. Silence leaves no choice.",
    hints=(
        "Which three things does `ContentionError` keep? Its class is a few cells above.",
        "The stream and the attempts are arguments of this function. The version is the one that a rival took, and the refusal knows it: an `EventAlreadyExistsError` has an `id` and a `version`.",
        "In the `except`: `clash = error`. After the loop: `raise ContentionError(...) from clash`, with the stream, the clash's version, and the attempts.",
    ),
    answer=ANSWER,
    others=(OTHER, INSIDE),
    wrong={
        swap(ANSWER, "clash.version", "error.version"): "Python forgets error",
        swap(ANSWER, "from clash", "from EventAlreadyExistsError(stream, clash.version)"): (
            "an error that nobody raised"
        ),
        swap(ANSWER, GIVE_UP, f"return ContentionError({ARGUMENTS})"): "takes a returned error",
        swap(ANSWER, GIVE_UP, f"ContentionError({ARGUMENTS})"): "nothing raised",
        swap(ANSWER, f"    {GIVE_UP}", f"            {GIVE_UP}"): "it gives up at the first",
        swap(ANSWER, "range(attempts)", "range(attempts + 1)"): "calls of decide: 4",
        swap(ANSWER, "clash.version", "now.version"): "is what was read before",
        swap(ANSWER, "clash.version", "str(clash.version)"): ", '5', 3",
        swap(ANSWER, ARGUMENTS, "stream, attempts, clash.version"): "the order is: ",
        swap(ANSWER, ARGUMENTS, "stream, clash, attempts"): "a whole error",
        swap(ANSWER, ARGUMENTS, "projection.name, clash.version, attempts"): "'potions', 5, 3",
        swap(ANSWER, "version, attempts)", "version, _)"): "range counts from 0",
        swap(ANSWER, "version, attempts)", "version, 10)"): ", 5, 10\nExpected",
        swap(ANSWER, "version, attempts)", "version, 3)"): "3 was only an example",
        swap(ANSWER, "from clash", "from None"): "Seen:         no other error",
        swap(
            ANSWER, "return fold(projection, events, now)", "return now"
        ): "potions: 1, version: 2",
        swap(ANSWER, "except EventAlreadyExistsError", "except Exception"): "calls of decide: 3, ",
    },
)

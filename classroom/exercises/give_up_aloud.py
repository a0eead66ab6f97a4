"""Lesson 06, step 4: a loop that cannot win says so."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def execute(store, stream, projection, decide, attempts):
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
def execute(store, name, rule, choose, tries):
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
RAISE, ARGUMENTS = "raise ContentionError(", "stream, clash.version, attempts"


def gives_up(given: Any, attempts: int = 3) -> tuple[str, Any, list[int]]:
    """Execute among rats: was something raised or returned, what, and which versions asked for."""
    stream, asked = given.new_id(), []
    store = given.at_the_inn(stream)
    rats = given.among_rats(store, stream)

    def decide(potions: int, next_version: int) -> Any:
        asked.append(next_version)
        return rats(potions, next_version)

    try:
        return "returned", given.execute(store, stream, given.POTIONS, decide, attempts), asked
    except (given.ContentionError, UnboundLocalError) as error:
        return "raised", error, asked


def it_gives_up_with_its_own_error(given: Any) -> None:
    """After the last attempt a ContentionError is raised."""
    how, what, _ = gives_up(given)
    slip = "an error that is returned looks like a state to the caller: raise it"
    if isinstance(what, UnboundLocalError):
        slip = "Python has forgotten error at the end of its except; clash has kept it"
    expect(f"{type(what).__name__} {how}", "ContentionError raised", slip)


def it_tries_as_often_as_it_may(given: Any) -> None:
    """With three attempts, the decision is asked three times."""
    slip = "the raise stands inside the loop, and ends it at the first refusal"
    expect(f"asked: {len(gives_up(given)[2])}", "asked: 3", slip)


def it_says_what_happened(given: Any) -> None:
    """The error says which version a rival took last, how many attempts, and which stream."""
    _, error, _ = gives_up(given)
    slips = {
        3: "the order is the stream, the version, the attempts",
        4: "now.version is the last that we read; the rival's is the one after it, in clash",
    }
    slip = slips.get(error.version, "clash is the whole refusal; its number is clash.version")
    expect(f"version {error.version}", "version 5", slip)
    slip = "the loop counts from 0, so its last number is one less than the attempts"
    expect(f"{error.attempts} attempts", "3 attempts", slip)
    four = gives_up(given, 4)[1].attempts
    slip = "the caller says how many, in attempts; 3 was one case"
    expect(f"{four} of 4 attempts", "4 of 4 attempts", slip)
    expect(type(error.id).__name__, "str", "the first is the stream, and not the store")


EXERCISE = Exercise(
    lesson="06_contention",
    after="4a",
    title="a quiet failure has become a loud one",
    statement="""\
### The least code: your turn

After the last attempt, raise. `clash` keeps the last refusal, because Python forgets `error` at the end of the `except`. It carries the rival's version, and `from clash` keeps it in the traceback. Fill in what the caller wants to know.""",
    start=swap(ANSWER, ARGUMENTS, "..., ..., ..."),
    asks=("execute",),
    uses={
        "Do you remember?": "EventAlreadyExistsError fold at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS",
        "Step 4 · Somebody is always faster": "ContentionError among_rats",
    },
    tests=(it_gives_up_with_its_own_error, it_tries_as_often_as_it_may, it_says_what_happened),
    why="A caller who is told what happened can wait, give up or ask a person; silence leaves no choice.",
    hints=(
        "Which three things does ContentionError keep? Its class stands a few cells above.",
        "The stream and the attempts came in as arguments. The version is a rival's, and a refusal knows it.",
        "clash is the last EventAlreadyExistsError: it has an id and a version.",
    ),
    answer=ANSWER,
    other=OTHER,
    wrong={
        swap(ANSWER, "clash.version", "error.version"): "Python has forgotten error",
        swap(ANSWER, RAISE, "return ContentionError(", " from clash", ""): "looks like a state",
        swap(ANSWER, f"    {RAISE}", f"            {RAISE}"): "ends it at the first refusal",
        swap(ANSWER, "clash.version", "now.version"): "is the last that we read",
        swap(ANSWER, ARGUMENTS, "stream, attempts, clash.version"): "the order is",
        swap(ANSWER, ARGUMENTS, "stream, clash, attempts"): "the whole refusal",
        swap(ANSWER, "version, attempts)", "version, _)"): "the loop counts from 0",
        swap(ANSWER, "version, attempts)", "version, 3)"): "3 was one case",
    },
)

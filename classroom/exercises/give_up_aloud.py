"""Lesson 06, step 4: a loop that never wins says so."""

from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

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
RAISE, ARGUMENTS = "raise ContentionError(", "stream, clash.version, attempts"


def gives_up(given: Any, attempts: int = 3) -> tuple[str, Any, list[int]]:
    """Try among rats: was something raised or returned, what, and which versions were decided."""
    stream, asked = given.new_id(), []
    store = given.at_the_inn(stream)
    rats = given.among_rats(store, stream)

    def decide(potions: int, next_version: int) -> Any:
        asked.append(next_version)
        return rats(potions, next_version)

    try:
        return (
            "returned",
            given.decide_and_append(store, stream, given.POTIONS, decide, attempts),
            asked,
        )
    except (given.ContentionError, UnboundLocalError) as error:
        return "raised", error, asked


def it_gives_up_with_its_own_error(given: Any) -> None:
    """After the last attempt a ContentionError is raised."""
    how, what, _ = gives_up(given)
    slip = "the caller takes a returned error for a state: raise it instead"
    if isinstance(what, UnboundLocalError):
        slip = "Python forgets error at the end of its except. Use clash, which keeps it"
    expect(f"{type(what).__name__} {how}", "ContentionError raised", slip)


def it_tries_as_often_as_it_may(given: Any) -> None:
    """With three attempts, decide is called three times."""
    slip = "the raise is inside the loop, so it ends the loop at the first refusal"
    expect(f"calls of decide: {len(gives_up(given)[2])}", "calls of decide: 3", slip)


def it_says_what_happened(given: Any) -> None:
    """The error names the stream, the version that a rival took last, and the attempts."""
    _, error, _ = gives_up(given)
    slips = {
        3: "the order is: the stream, the version, the attempts",
        4: "now.version is the last one that we read. The rival took the one after it: see clash",
    }
    slip = slips.get(error.version, "clash is the whole error; its number is clash.version")
    expect(f"version {error.version}", "version 5", slip)
    slip = "the caller says how many, in attempts"
    if error.attempts == 2:
        slip = "range counts from 0, so its last number is one less than the attempts"
    expect(f"{error.attempts} attempts", "3 attempts", slip)
    four = gives_up(given, 4)[1].attempts
    slip = "3 was only an example: the caller says how many, in attempts"
    expect(f"{four} of 4 attempts", "4 of 4 attempts", slip)
    expect(
        type(error.id).__name__, "str", "the first one is the name of the stream: it's in stream"
    )


EXERCISE = Exercise(
    lesson="06_contention",
    after="4a",
    title="a silent failure becomes a loud one",
    statement="""\
### The least code: your turn

After the last attempt, raise. `clash` keeps the last refusal, because Python forgets `error` at the end of the `except`; `from clash` shows it in the traceback. Fill in what the caller wants to know.""",
    start=swap(ANSWER, ARGUMENTS, "___, ___, ___"),
    asks=("decide_and_append",),
    uses={
        "Do you remember?": "EventAlreadyExistsError fold at_the_inn",
        "Step 1 · Two players, one potion": "POTIONS",
        "Step 4 · Somebody is always faster": "ContentionError among_rats",
    },
    tests=(it_gives_up_with_its_own_error, it_tries_as_often_as_it_may, it_says_what_happened),
    why="A caller who knows what happened can wait, give up or ask somebody. Silence leaves no choice.",
    hints=(
        "Which three things does `ContentionError` keep? Its class is a few cells above.",
        "The stream and the attempts are arguments of this function. The version is the one that a rival took, and `clash` knows it.",
        "`clash` is the last `EventAlreadyExistsError`, so it has an `id` and a `version`.",
    ),
    answer=ANSWER,
    others=(OTHER,),
    wrong={
        swap(ANSWER, "clash.version", "error.version"): "Python forgets error",
        swap(ANSWER, RAISE, "return ContentionError(", " from clash", ""): "takes a returned error",
        swap(ANSWER, f"    {RAISE}", f"            {RAISE}"): "ends the loop at the first",
        swap(ANSWER, "clash.version", "now.version"): "is the last one that we read",
        swap(ANSWER, ARGUMENTS, "stream, attempts, clash.version"): "the order is: ",
        swap(ANSWER, ARGUMENTS, "stream, clash, attempts"): "the whole error",
        swap(ANSWER, "version, attempts)", "version, _)"): "range counts from 0",
        swap(ANSWER, "version, attempts)", "version, 10)"): "the caller says how many",
        swap(ANSWER, "version, attempts)", "version, 3)"): "3 was only an example",
    },
)

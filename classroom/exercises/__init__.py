"""The exercises, each in a file of its own; the last one of a lesson is to take home.

Each room of the bug museum has one exercise.
"""

import importlib
from collections.abc import Iterator
from difflib import get_close_matches

from classroom.exercises.exercise import Exercise

LESSONS: dict[str, tuple[str, ...]] = {
    "00_start_here": (
        "write-the-fourth-event",
        "add-up-the-changes",
        "count-something-of-your-own",
    ),
    "01_why_an_event_store": (
        "tell-two-histories",
        "give-the-store-its-client",
        "correct-a-mistake",
        "bring-your-own-history",
    ),
    "02_append": (
        "spell-out-an-item",
        "keep-the-first-card",
        "catch-one-error",
        "tell-an-outage-from-a-clash",
        "bring-your-own-cabinet",
    ),
    "03_query": (
        "make-an-event-again",
        "read-a-stream-back",
        "ask-for-the-next-page",
        "write-the-test-first",
        "refuse-an-empty-stream",
        "store-a-type-of-your-own",
        "build-append-again",
        "bring-your-own-story",
    ),
    "04_projection": ("apply-the-rules", "notice-a-gap", "bring-your-own-projection"),
    "05_snapshots": (
        "keep-the-state-apart",
        "begin-at-the-newest",
        "let-a-new-rule-begin-anew",
        "bring-your-own-snapshot",
    ),
    "06_contention": (
        "look-again",
        "give-up-aloud",
        "never-overdrawn",
        "bring-your-own-rule",
    ),
    "07_lost_replies": (
        "know-your-own-card",
        "repeat-with-the-same-mark",
        "send-from-a-queue",
        "bring-your-own-queue",
    ),
    "08_all_or_nothing": (
        "both-or-neither",
        "name-the-clash",
        "know-a-turn-of-your-own",
        "build-append-once-more",
        "bring-your-own-turn",
    ),
    "09_the_same_command_twice": (
        "look-before-you-decide",
        "handle-each-message-once",
        "bring-your-own-command",
    ),
    "10_changing_events": (
        "name-the-event-not-the-class",
        "three-generations-of-cards",
        "read-both-write-the-old",
        "bring-your-own-change",
    ),
    "11_following_the_store": (
        "crash-it-everywhere",
        "keep-them-together",
        "bring-your-own-board",
    ),
}
ROOMS: dict[str, tuple[str, ...]] = {
    "A_two_winners": ("the-red-of-room-a",),
    "B_stuck_at_nine": ("the-red-of-room-b",),
    "C_some_are_missing": ("the-red-of-room-c",),
    "D_without_a_word": ("the-red-of-room-d",),
}


class NoSuchExerciseError(LookupError):
    """No exercise has this name."""


def names() -> Iterator[str]:
    """Yield the name of each exercise, of the lessons and then of the rooms."""
    for known in (*LESSONS.values(), *ROOMS.values()):
        yield from known


def find(name: str) -> Exercise:
    """Return the exercise of this name; NoSuchExerciseError, with the nearest, if there is none."""
    known = [*names()]
    if name not in known:
        near = get_close_matches(name, known, 1)
        told = f" Is it {near[0]!r}?" if near else ""
        raise NoSuchExerciseError(f"no exercise is called {name!r}.{told}")
    found: Exercise = importlib.import_module(
        f"classroom.exercises.{name.replace('-', '_')}"
    ).EXERCISE
    return found

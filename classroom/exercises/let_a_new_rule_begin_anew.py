"""Lesson 05, step 4: a new rule doesn't find the snapshots of the old one."""

from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import Exercise, expect, swap

ANSWER = """\
def snapshot_id(stream, projection):
    return f"snapshot#{projection.name}#{projection.revision}#{stream}"
"""
LABEL = 'f"snapshot#{projection.name}#{projection.revision}#{stream}"'


def another_label(given: Any, stream: str = "inn", **changes: object) -> str:
    """Whether the label changes with the projection, or is the same for both."""
    ours = given.snapshot_id("inn", given.CHARACTER)
    theirs = given.snapshot_id(stream, replace(given.CHARACTER, **changes))
    return f"{ours!r} for both" if ours == theirs else "another label"


def first_label(given: Any) -> object:
    """Return a label, or explain why there isn't one."""
    try:
        return given.snapshot_id("inn", given.CHARACTER)
    except RecursionError:
        slip = "this function replaces the old one, so it can't call it: write the whole label"
        expect("snapshot_id calls itself, without end", "a label", slip)
        raise
    except (NameError, AttributeError) as error:
        slip = "the number of the rules is projection.revision"
        expect(str(error) if error.name in ("revision", "version") else "a label", "a label", slip)
        raise
    except TypeError as error:
        slip = "a revision is a number, not text: use an f-string, or str(...)"
        expect(str(error) if '(not "int")' in str(error) else "a label", "a label", slip)
        raise


def a_new_revision_has_another_label(given: Any) -> None:
    """Another revision has another label."""
    slip = "the label must say which rules made the state: projection.revision"
    label = first_label(given)
    if "{" in str(label):
        slip = "the braces are still there: write an f before the quotes"
    expect(another_label(given, revision=2), "another label", slip)
    second, third = (
        given.snapshot_id("inn", replace(given.CHARACTER, revision=revision)) for revision in (2, 3)
    )
    seen = f"{second!r} for 2 and 3" if second == third else "another label"
    slip = "rules change more than once: put the revision itself into the label"
    expect(seen, "another label", slip)


def it_is_still_the_streams_and_the_projections_own(given: Any) -> None:
    """Another projection, or another stream, still has another label."""
    slip = "the projection's name is no longer in the label: add the revision, and keep the rest"
    expect(another_label(given, name="another"), "another label", slip)
    slip = "the stream is no longer in the label: add the revision, and keep the rest"
    expect(another_label(given, "roof"), "another label", slip)


def same_label(given: Any, first: tuple[str, str, int], second: tuple[str, str, int]) -> str:
    """Whether two drawers, each given by name, stream and revision, have one label."""
    labels = [
        given.snapshot_id(stream, replace(given.CHARACTER, name=name, revision=revision))
        for name, stream, revision in (first, second)
    ]
    return f"{labels[0]!r} for both" if labels[0] == labels[1] else "two labels"


def the_parts_do_not_run_together(given: Any) -> None:
    """The name hero with revision 11 and hero1 with revision 1 have two labels."""
    slip = "name and revision run together: put a # between them"
    expect(same_label(given, ("hero", "inn", 11), ("hero1", "inn", 1)), "two labels", slip)
    slip = "stream and revision run together: put a # between them"
    for other in (("hero", "inn1", 1), ("hero", "1inn", 1)):
        expect(same_label(given, ("hero", "inn", 11), other), "two labels", slip)


def it_is_no_streams_label(given: Any) -> None:
    """The label still begins with snapshot#, and is the same for the same revision."""
    label = given.snapshot_id("inn", given.CHARACTER)
    expect(label[:9], "snapshot#", "this beginning keeps snapshots and events apart")
    slip = "addresses in memory are in the label: the name and the revision are enough"
    expect(f"{label:.60}..." if " at 0x" in label else "lasts", "lasts", slip)
    same = replace(given.CHARACTER, apply=lambda *args: args[0])
    slip = "a hash is another number in every program: use the name and the revision themselves"
    expect(given.snapshot_id("inn", same), label, slip)


EXERCISE = Exercise(
    lesson="05_snapshots",
    after="4a",
    title="a new rule starts from scratch",
    statement="""\
### The least code: your turn

Nobody should have to find and delete the old snapshots. It's enough if the new rules don't find them. One line decides where they look.""",
    start=swap(ANSWER, LABEL, "___"),
    asks=("snapshot_id",),
    uses={"Step 4 · A rule that changes": "CHARACTER"},
    tests=(
        a_new_revision_has_another_label,
        it_is_still_the_streams_and_the_projections_own,
        the_parts_do_not_run_together,
        it_is_no_streams_label,
    ),
    why="A snapshot that outlives its rules gives an old answer, quickly and without an error.",
    hints=(
        "What is different about the new projection that could also change where it looks?",
        "Take the label of Step 2, and add one more part to it.",
        'It was f"snapshot#{projection.name}#{stream}"; projection.revision is the missing part.',
    ),
    answer=ANSWER,
    others=(
        swap(
            ANSWER,
            f"return {LABEL}",
            'return "snapshot#" + "#".join([stream, projection.name, f"v{projection.revision}"])',
        ),
    ),
    wrong={
        swap(ANSWER, "#{projection.revision}", ""): "which rules made the state",
        swap(ANSWER, "projection.revision", "revision"): "the number of the rules is",
        swap(ANSWER, LABEL, 'snapshot_id(stream, projection) + f"#{projection.revision}"'): (
            "write the whole label"
        ),
        swap(ANSWER, LABEL, '"snapshot#" + projection.revision + "#" + stream'): "not text: use",
        swap(ANSWER, "{projection.revision}", "{projection.revision > 1}"): "more than once",
        swap(ANSWER, "{projection.revision}", "2"): "'snapshot#character#2#inn' for both",
        swap(ANSWER, "#{projection.name}", ""): "the projection's name is no longer",
        swap(ANSWER, "#{stream}", ""): "the stream is no longer",
        swap(ANSWER, "name}#{", "name}{"): "name and revision run together",
        swap(ANSWER, "revision}#{", "revision}{"): "stream and revision run together",
        swap(ANSWER, "{projection.name}#{projection.revision}", "{hash(projection)}"): "a hash is",
        swap(ANSWER, 'f"', '"'): "the braces are still there",
    },
)

"""Lesson 05, step 4: a new rule doesn't find the snapshots of the old one."""

from dataclasses import replace
from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def snapshot_id(stream, projection):
    return f"snapshot#{projection.name}#{projection.revision}#{stream}"
"""
LABEL = 'f"snapshot#{projection.name}#{projection.revision}#{stream}"'


def label_of(given: Any, stream: str = "inn", **changes: object) -> str:
    """Return the label of CHARACTER with these changes, or explain why there isn't one."""
    try:
        label = given.snapshot_id(stream, replace(given.CHARACTER, **changes))
    except RecursionError as error:
        slip = "this function replaces the old one, so it can't call it: write the whole label"
        raise NotYetError("snapshot_id calls itself, without end", "a label", slip) from error
    except (NameError, AttributeError) as error:
        if error.name not in ("revision", "version"):
            raise
        slip = "the number of the rules is projection.revision"
        raise NotYetError(str(error), "a label", slip) from error
    except TypeError as error:
        if '(not "int")' not in str(error):
            raise
        slip = "a revision is a number, not text: use an f-string, or str(...)"
        raise NotYetError(str(error), "a label", slip) from error
    if not isinstance(label, str):
        raise NotYetError(repr(label), "a label, which is a string", "")
    return label


def another_label(given: Any, stream: str = "inn", **changes: object) -> str:
    """Whether the label changes with the projection, or is the same for both."""
    ours, theirs = label_of(given), label_of(given, stream, **changes)
    return f"{ours!r} for both" if ours == theirs else "another label"


def a_new_revision_has_another_label(given: Any) -> None:
    """Another revision has another label."""
    slip = "the label must say which rules made the state: projection.revision"
    if "{" in label_of(given):
        slip = "the braces are still there: write an f before the quotes"
    expect(another_label(given, revision=2), "another label", slip)
    found: dict[str, int] = {}
    for revision in (0, 1, 2, 3, 9, 10, 11, 21, 100, 101):
        first = found.setdefault(label_of(given, revision=revision), revision)
        slip = "rules change more than once: put the revision itself into the label"
        expect(f"{first} and {revision}" if first != revision else "none", "none", slip)


def it_is_still_the_streams_and_the_projections_own(given: Any) -> None:
    """Another projection, or another stream, still has another label."""
    slip = "the projection's name is no longer in the label: add the revision, and keep the rest"
    expect(another_label(given, name="another"), "another label", slip)
    slip = "the stream is no longer in the label: add the revision, and keep the rest"
    expect(another_label(given, "roof"), "another label", slip)
    drawers = [(name, stream) for name in ("hero", "foes") for stream in ("inn", "Inn", "inns")]
    labels = {label_of(given, stream, name=name) for name, stream in drawers}
    expect(f"{len(labels)} labels", "6 labels", "")


def same_label(given: Any, first: tuple[str, str, int], second: tuple[str, str, int]) -> str:
    """Whether two drawers, each given by name, stream and revision, have one label."""
    labels = [
        label_of(given, stream, name=name, revision=revision)
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
    label = label_of(given)
    slip = "this beginning keeps snapshots and events apart"
    expect(label[:9], "snapshot#", slip)
    expect(label_of(given), label, "")
    twins = replace(given.CHARACTER), replace(given.CHARACTER)  # both are in memory at once
    labels = sorted({given.snapshot_id("inn", each) for each in twins})
    slip = "an address in memory is in the label, and what is equal has one label, in any program"
    expect("one label" if len(labels) == 1 else " and ".join(labels), "one label", slip)
    changed = label_of(given, apply=lambda *args: args[0])
    slip = "the function is in the label, and has another address, or hash, in every program"
    expect("another label" if changed != label else "the same label", "the same label", slip)


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
        'It was `f"snapshot#{projection.name}#{stream}"`; `projection.revision` is the missing part.',
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
        swap(ANSWER, "{projection.name}", "{len(projection.name)}"): "Expected:     6 labels",
        swap(ANSWER, "#{stream}", ""): "the stream is no longer",
        swap(ANSWER, "name}#{", "name}{"): "name and revision run together",
        swap(ANSWER, "revision}#{", "revision}{"): "stream and revision run together",
        swap(ANSWER, "{projection.name}#{projection.revision}", "{hash(projection)}"): (
            "in every program"
        ),
        swap(ANSWER, "{stream}", "{stream}#{id(projection)}"): "what is equal has one label",
        swap(ANSWER, "projection.revision", "str(projection.revision)[-1]"): "0 and 10",
        swap(
            ANSWER, "projection.revision", "max(projection.revision, 1)"
        ): "Seen:         0 and 1\n",
        swap(ANSWER, "return ", ""): "Seen:         None",
        swap(ANSWER, LABEL, f"({LABEL},)"): "a label, which is a string",
        swap(ANSWER, "{stream}", "{stream}#{next(numbers)}"): (
            "Expected:     snapshot#character#1#inn#"
        ),
        swap(ANSWER, 'f"', '"'): "the braces are still there",
    },
)

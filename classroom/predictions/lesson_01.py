"""Lesson 01: how much of a failing test runs, and what a plain dataclass allows."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="two-wrong-lines",
        place="0a",
        question="A test has two lines that are wrong: it says that 8 − 2 is 5, and that "
        "8 − 2 − 3 is 4. What does pytest report?",
        answers={
            "a": Answer(
                "Two failures, one for each wrong line.",
                "pytest counts tests, not lines. And a failing `assert` raises an error, so "
                "Python never gets to the second line.",
            ),
            "b": Answer(
                "One failure, which shows the first wrong line only.",
                "A failing `assert` raises an error, which ends the test. We hear about the second "
                "line only when the first is right.",
            ),
            "c": Answer(
                "One failure, which shows both wrong lines.",
                "It's one failure, because it's one test. But the error ends the test at the "
                "first wrong line, so Python never looked at the second.",
            ),
        },
        right="b",
        outcome="1 failed: assert (8 - 2) == 5",
        giveaways=(
            r"\d failed",
            r"(stops|ends) (at the first|the test)",
            r"first (wrong|failing|`?assert)",
            r"raises an error",
            r"never (gets|reaches|runs)",
        ),
    ),
    Prediction(
        name="a-careless-line",
        place="2c",
        question="`event` is an instance of our dataclass. What does the line "
        "`event.character_hit_points = 80` do?",
        answers={
            "a": Answer(
                "It raises an error: a dataclass is a value, and its fields are set only once.",
                "That would be good, and it's what the test asks for. But a dataclass allows "
                "assignments, as any class does, unless we forbid them.",
            ),
            "b": Answer(
                "It changes the event, and nobody is told.",
                "A dataclass saves us typing, and that's all: its fields are ordinary attributes, "
                "and anyone can assign to them.",
            ),
            "c": Answer(
                "It makes a new event with 80, and the old one stays as it was.",
                "`dataclasses.replace` would do that. An assignment changes the object itself, "
                "and everyone who has this object sees the 80.",
            ),
        },
        right="b",
        outcome="1 failed: Failed: DID NOT RAISE FrozenInstanceError",
        giveaways=(
            r"DID NOT RAISE",
            r"frozen=",
            r"go(es)? through",
            r"\bmutable",
            r"ordinary attributes",
            r"can (still )?(be )?(change|alter|assign|overwrit)",
            r"(cannot|can't) be (changed|altered|overwritten)",
            r"assignments?\b",
            r"forbid",
        ),
    ),
)

"""The predictions of lesson 04: order, a hole, and a sum that is cut in two."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="the-same-events",
        place="3c",
        question=(
            "One hero gains 8, gains 5 and loses 9. Another gains 8, loses 9 and gains 5. The "
            "first one ends with 4 hit points. With how many does the second one end?"
        ),
        answers={
            "a": Answer(
                "4: they're the same events",
                "A sum doesn't depend on the order. But our `apply` does more than add, so the "
                "order matters.",
            ),
            "b": Answer(
                "5: the loss stops at 0, and the last event adds 5",
                "The loss does stop at 0. But a blow that leaves 0 kills, and then the 5 came too "
                "late.",
            ),
            "c": Answer(
                "0",
                "8 − 9 is below 0, so the hero dies of the second event. The third one can't help "
                "any more.",
            ),
        },
        right="c",
        outcome="1 failed: assert 0 == 4",
        giveaways=(
            r"dead hero",
            r"another order, a",
            r"order (matters|makes|decides|changes)",
            r"too late",
            r"8, 0, 0",
        ),
    ),
    Prediction(
        name="a-hole",
        place="4a",
        question="What does `project` do today with a stream that has the versions 0, 1 and 4?",
        answers={
            "a": Answer(
                "it raises an error",
                "Nothing in our code compares a version with the one before it, and neither does "
                "DynamoDB. So nobody complains.",
            ),
            "b": Answer(
                "it returns the state up to the hole: 6 hit points, at version 1",
                "The loop doesn't know that there is a hole. It takes whatever event comes next.",
            ),
            "c": Answer(
                "it returns a state that includes version 4: 11 hit points",
                "The loop takes whatever event comes next, and nobody has told it which one that "
                "should be.",
            ),
        },
        right="c",
        outcome="1 failed: Failed: DID NOT RAISE",
        giveaways=(
            r"VersionGapError",
            r"DID NOT RAISE",
            r"\b11 hit points",
            r"\(11, True",
            r"refuses? a (story|stream)",
            r"no(body| one| error).{0,20}(notices|complains)",
        ),
    ),
    Prediction(
        name="two-parts",
        place="5a",
        question="Does hypothesis find changes and a cut for which the two parts don't add up?",
        answers={
            "a": Answer(
                "no, the cut makes no difference",
                "It makes none as long as something is in the purse. Hypothesis also tries the "
                "case where nothing is.",
            ),
            "b": Answer(
                "yes, when there are no changes at all",
                "Then both sides are 3. An empty list is worth trying, and hypothesis has tried "
                "it, but the mistake is elsewhere.",
            ),
            "c": Answer(
                "yes, when the purse is empty at the cut",
                "0 counts as false in Python, so `start or 3` gives an empty purse its gift again.",
            ),
        },
        right="c",
        outcome="1 failed: assert 3 == 0",
        giveaways=(
            r"start is None",
            r"`is None`",
            r"\bfalsy\b",
            r"counts as false",
            r"finds one",
            r"empty purse",
        ),
    ),
)

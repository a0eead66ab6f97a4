"""The predictions of lesson 04: order, a hole, and a sum that is cut in two."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="the-same-events",
        place="3c",
        question=(
            "8 − 2 − 3 + 5 − 6 leaves the hero 2 hit points. How many can be left if the last four "
            "changes come in any order?"
        ),
        answers={
            "a": Answer(
                "2: they're the same events",
                "A sum is the same in every order. But our `apply` does more than add: a blow that "
                "leaves 0 kills.",
            ),
            "b": Answer(
                "2 or 0",
                "A blow that leaves 0 kills, and the dead stay at 0. If that doesn't happen, nothing "
                "stops the sum, and it's 2.",
            ),
            "c": Answer(
                "2, 3 or 5: a loss stops at 0, and the rest adds up from there",
                "That would be so if she could go on from 0. But a blow that leaves 0 kills, and then "
                "no potion helps.",
            ),
        },
        right="b",
        outcome="1 failed: assert {0, 2} == {2}",
        giveaways=(
            r"dead hero",
            r"another order, a",
            r"order (matters|makes|decides|changes)",
            r"too late",
            r"\{0, 2\}",
            r"\b(0 (and|or) 2|2 (and|or) 0)\b",
            r"dies in",
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

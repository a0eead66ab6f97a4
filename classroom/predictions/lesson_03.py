"""Lesson 03: four long notes, and a stream that nobody wrote."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="four-long-notes",
        place="7c",
        question="Four events go in, each with a note of 390,000 characters. What does `query` "
        "give back?",
        answers={
            "a": Answer(
                "All four.",
                "The drawer does have all four. But one response isn't always the whole answer.",
            ),
            "b": Answer(
                "Only two of them.",
                "One response had room for two. We'll look at what else it said.",
            ),
            "c": Answer(
                "None of them: DynamoDB refuses with an error, because the answer is too large.",
                "It gives us a part of the answer, and no error. For us, an error would be better.",
            ),
        },
        right="b",
        outcome="1 failed: assert [0, 1] == [0, 1, 2, 3]",
        giveaways=(
            r"\b1 MB\b",
            r"LastEvaluatedKey",
            r"ExclusiveStartKey",
            r"paginat",
            r"\bin pages\b",
            r"half (of )?(the|a|its|our) (story|stream)",
            r"vanish|truncat",
            r"two of (the )?four",
            r"only (two|a part|some)",
            r"\[0, 1\] ==",
        ),
    ),
    Prediction(
        name="an-unknown-stream",
        place="8a",
        question="The error has a class now, but `query` hasn't changed yet. Our test asks it for "
        "a stream that nobody wrote. How does the test fail?",
        answers={
            "a": Answer(
                "With an error of DynamoDB, because there is no such id in the table.",
                "To DynamoDB every id is a fine label. The drawer is empty, and that isn't an "
                "error.",
            ),
            "b": Answer(
                "With `KeyError: 'Items'`, because the response has no cards.",
                'When `get_item` finds nothing, its response has no "Item". But that of `query` '
                "always has its list, and here the list is empty.",
            ),
            "c": Answer(
                "Without any error: `query` returns an empty list.",
                "An empty drawer is a valid answer to DynamoDB, so our store passes on an empty "
                "list.",
            ),
        },
        right="c",
        outcome="1 failed: Failed: DID NOT RAISE",
        giveaways=(
            r"empty (list|answer|drawer)",
            r"(returns|gives?|answers?|says?|==) `?\[\]",
            r"DID NOT RAISE",
            r"says? nothing",
            r"without (an|any) error",
            r"if not events",
        ),
    ),
)

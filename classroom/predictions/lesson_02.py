"""Lesson 02: a version that is taken, a test that runs again, and a table that isn't there."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="a-second-put",
        place="4a",
        question='Card 0 is in the drawer: "Init", 8. Now the same store puts another card 0 into '
        "the same drawer, with an empty note and 0 hit points. What does DynamoDB do?",
        answers={
            "a": Answer(
                "It refuses the second card, and the error comes.",
                "Many databases refuse a second row with the same key. DynamoDB does so only if "
                "the request asks for it.",
            ),
            "b": Answer(
                "No error: it keeps both cards, and the drawer has two with the number 0.",
                "Label and number together name exactly one card, so a drawer has only one card 0.",
            ),
            "c": Answer(
                "No error: the new card takes the place of the old one.",
                'No error came, and the drawer has one card 0. See below what became of "Init", 8.',
            ),
        },
        right="c",
        outcome="1 failed: Failed: DID NOT RAISE",
        giveaways=(
            r"(?<!never )overw(rit|rote)",
            r"DID NOT RAISE",
            r"silent",
            r"attribute_not_exists",
            r"ConditionExpression",
            r"los(e|es|ing) an event",
            r"(replaces?|whatever was) there",
            r"first (card|event|one) (stays|wins)",
        ),
    ),
    Prediction(
        name="the-first-test-again",
        place="5a",
        question="The test appends the events 0, 1 and 2 of the fight, and then looks at one "
        "attribute of each card. What does pytest say this time?",
        answers={
            "a": Answer(
                "It passes, as it did before.",
                "The test is the same, but the drawer isn't: the three cards from its first run "
                "are still there, and the store now protects them.",
            ),
            "b": Answer(
                "It fails: DynamoDB refuses an append.",
                "The cards from the test's first run are still in the drawer, so the very first "
                "append is refused.",
            ),
            "c": Answer(
                'It fails at an assert: the note of card 0 is "" and not "Init".',
                "Card 0 does have an empty note. But the test doesn't get that far: its first "
                "append is refused.",
            ),
        },
        right="b",
        outcome="1 failed: ConditionalCheckFailedException",
        giveaways=(
            r"ConditionalCheckFailed",
            r"(left|leaves?)( \w+){0,3} behind",
            r"clean(s|ing)? up",
            r"passe?s? only once",
            r"still in the drawer",
            r"share nothing",
            r"fixture",
        ),
    ),
    Prediction(
        name="no-table-at-all",
        place="6a",
        question="The test demands a `ClientError`, as it did in beat 4. But here the table "
        "doesn't exist. What does pytest say?",
        answers={
            "a": Answer(
                "It fails: an error of another type comes, because no version was taken.",
                "The error is about the table and not about a version. But it's a `ClientError` "
                "all the same, and the test asks for nothing more.",
            ),
            "b": Answer(
                "It passes.",
                "boto3 raises a `ClientError` for every refusal. The test can't tell one from "
                "another, and neither can our caller.",
            ),
            "c": Answer(
                "It fails: no error comes, because nothing is in the way of card 0.",
                "DynamoDB doesn't make a table on the way. It refuses the request.",
            ),
        },
        right="b",
        outcome="1 passed",
        giveaways=(
            r"ResourceNotFound",
            r"(any|every|all) (other )?(refusals?|ClientError)",
            r"whatever (the|DynamoDB's) reason",
            r"asks? for too little",
            r"too wide",
            r"(both|also|too) (are )?a `?ClientError",
        ),
    ),
)

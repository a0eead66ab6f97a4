"""The predictions of lesson 08."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="a-refused-turn",
        place="2a",
        question="The wound's version is taken, the blow's is free. What does the goblin's program get from `append`, as it is now?",
        answers={
            "a": Answer(
                "an `EventAlreadyExistsError` that names the wound",
                "That's what the test wants. But nothing in `append` finds out which of the events "
                "was refused.",
            ),
            "b": Answer(
                "an `EventAlreadyExistsError` that names the blow",
                "The `except` in `append` does name the first event. But it catches only the error "
                "of a put, and this wasn't a put.",
            ),
            "c": Answer(
                "an error of DynamoDB's",
                "A refused transaction has an error of its own, and no `except` in `append` "
                "catches it.",
            ),
        },
        right="c",
        outcome="1 failed: TransactionCanceledException",
        giveaways=(
            r"TransactionCancel",
            r"cancell?ed",
            r"CancellationReason",
            r"\breasons\b",
            r"transaction has an error",
            r"error of its own",
        ),
    ),
    Prediction(
        name="the-turn-once-more",
        place="3a",
        question="The first attempt has stored the blow and the wound. What does the repeat do?",
        answers={
            "a": Answer(
                "it returns: both cards have this append's id",
                "Lesson 07 taught our store to do so for a put. For a transaction, `clashes` "
                "looks only at the codes, not at the marks.",
            ),
            "b": Answer(
                "it raises `EventAlreadyExistsError`",
                "Both versions are taken, and for a transaction our store doesn't look at whose "
                "cards are there.",
            ),
            "c": Answer(
                "it stores the blow and the wound a second time",
                "Both versions are taken, so DynamoDB stores nothing.",
            ),
        },
        right="b",
        outcome="1 failed: EventAlreadyExistsError: event already exists",
        giveaways=(
            r"only at the codes",
            r"(not|nor) at (whose|the marks?|any mark)",
            r"and it('s| is) ours",
            r"and if it was ours",
            r"all (of them )?by our mark",
            r"taken_versions",
            r"doesn't (look|know) (by )?who",
        ),
    ),
)

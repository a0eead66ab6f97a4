"""The predictions of lesson 11."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="which-order-is-safe",
        place="",
        question="The program crashes between the two requests, and is started again. Which order ends in a board that's right?",
        answers={
            "a": Answer(
                "the effect first: then no blow is missing",
                "No blow is missing, that's true. But the checkpoint doesn't know of the effect, so the next start carries it out again.",
            ),
            "b": Answer(
                "the checkpoint first: then no blow is counted again",
                "Nothing is counted again, that's true. But the checkpoint says that the blow is done, so the next start leaves it out.",
            ),
            "c": Answer(
                "neither of them",
                "Yes. One counts the goblin's blow again, the other leaves it out.",
            ),
        },
        right="c",
        outcome="'goblin': 4",
        giveaways=(
            r"neither order",
            r"both orders",
            r"(counted|struck) twice",
            r"doubl",
            r"(blow|event)s? (is|are|gets?) lost|loses? (the|a|an|one) (blow|event)",
            r"(effect|position).{0,20} together",
            r"as one\b",
        ),
    ),
    Prediction(
        name="records-out-of-order",
        place="4a",
        question="The goblin strikes for 2, the bugbear for 3, the goblin for 1. The records come as 0, 2, 1, and `on_records` takes the events from them. What does the board show?",
        answers={
            "a": Answer(
                "goblin 3, bugbear 3: a sum doesn't depend on the order",
                "The sum doesn't, but the checkpoint does. After record 2 it's at 2, and record 1 looks as if it were done.",
            ),
            "b": Answer(
                "goblin 3, and no bugbear",
                "Yes. After record 2, the checkpoint is at 2. Record 1 comes later, looks old, and is dropped.",
            ),
            "c": Answer(
                "goblin 2: the condition refuses record 2, because 1 is missing",
                "The condition only asks whether the checkpoint is still where we found it, and it is: at 0.",
            ),
        },
        right="b",
        outcome="1 failed: AssertionError",
        giveaways=(
            r"doorbell",
            r"looks? old",
            r"is dropped",
            r"was skipped",
            r"only says \*?that",
            r"reread",
        ),
    ),
    Prediction(
        name="who-waits",
        place="5a",
        question="`catch_up` goes through Ann's stream first, then through Bob's. Ann's second event can't be handled. With the subscription as it is now, who waits?",
        answers={
            "a": Answer(
                "nobody: the bad event is left out",
                "Nothing leaves it out: the error of `effects` goes up through `handle` and `catch_up`, and ends both loops.",
            ),
            "b": Answer(
                "Ann: her stream stops at the mimic, and Bob's goes on",
                "That's what the test wants. But the error ends the loop over the streams as well.",
            ),
            "c": Answer(
                "Ann and Bob",
                "Yes. The error ends the loop over the streams, and Bob's is behind Ann's.",
            ),
        },
        right="c",
        outcome="1 failed: ValueError: the board has no row for a mimic",
        giveaways=(
            r"Bob waits",
            r"everybody (else )?waits",
            r"stops? (only )?its own",
            r"ends (the|both) loop",
            r"everybody who comes after",
            r"poison",
        ),
    ),
)

"""The predictions of lesson 07."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="one-lost-reply",
        place="1a",
        question="The test appends the hero's first event, and the reply to that put gets lost. boto3 sends the same put again, and this time nothing gets lost. What does the caller of `append` hear?",
        answers={
            "a": Answer(
                "nothing unusual: `append` returns",
                "That's what a caller would like to hear, and the event is stored indeed. But "
                "boto3's second put finds its version taken, by the first.",
            ),
            "b": Answer(
                "an `EventAlreadyExistsError`",
                "Yes. The first put has stored the event, so the second finds its version taken, "
                "and our store calls that a clash.",
            ),
            "c": Answer(
                "an error of the network, because a message was lost",
                "boto3 keeps that to itself as long as it has attempts left. It raises such an "
                "error only if its last attempt gets no reply either.",
            ),
        },
        right="b",
        outcome="1 failed: EventAlreadyExistsError: event already exists",
        giveaways=(
            r"false clash",
            r"clash(es)? with itself",
            r"\bit('s| is| was) (ours|us)\b",
            r"\b(our|its) own (card|event|write)",
            r"already exists.{0,5}, and",
            r"second (put|attempt).{0,40}(refused|taken|meets|clash)",
            r"must not clash",
        ),
    ),
    Prediction(
        name="two-equal-blows",
        place="2a",
        question="Two programs append equal events with version 1, one after the other. Nothing gets lost. What does the second goblin's `append` do?",
        answers={
            "a": Answer(
                "it raises `EventAlreadyExistsError`, because version 1 is taken",
                "That's what it should do, and DynamoDB does refuse the put. But then our store "
                "compares the two cards, finds them equal, and takes the rival's for its own.",
            ),
            "b": Answer(
                "it returns, as if the blow were stored",
                "Yes. DynamoDB refuses the put, but the card that's there equals ours, so our "
                "store believes that it's ours.",
            ),
            "c": Answer(
                "it stores the blow as a second card with version 1",
                "DynamoDB's condition still holds: a drawer never has two cards with one number.",
            ),
        },
        right="b",
        outcome="1 failed: Failed: DID NOT RAISE EventAlreadyExistsError",
        giveaways=(
            r"false success",
            r"DID NOT RAISE",
            r"equal (is not|isn't|does(n't| not))",
            r"one blow",
            r"who (has )?stored it",
            r"two letters",
            r"a mark\b",
        ),
    ),
    Prediction(
        name="the-same-message-twice",
        place="4a",
        question='The message "strike!" arrives twice, one after the other, both times with the id `message 7`. Each time, the program reads the stream, decides, and appends its blow with `append_id="message 7"`. How many blows are stored?',
        answers={
            "a": Answer(
                "one: the second `append` returns without storing anything",
                "The store compares ids only when a version is taken. The second time, the program "
                "has read the first blow, so it appends the next version, which is free.",
            ),
            "b": Answer(
                "one: the second `append` raises `EventAlreadyExistsError`",
                "No version is taken: the second time, the program has read the first blow, and "
                "appends the next version.",
            ),
            "c": Answer(
                "two",
                "Yes. The second time, the program appends the next version. It's free, so nobody "
                "compares any ids.",
            ),
        },
        right="c",
        outcome="1 failed: assert [8, -2, -2] == [8, -2]",
        giveaways=(
            r"decide[sd]? twice",
            r"strikes? twice",
            r"command.id",
            r"next version is free",
            r"same id with the next version",
            r"only (when|if) (a|its|the) version is taken",
            r"at.least.once",
            r"harmless to receive",
        ),
    ),
)

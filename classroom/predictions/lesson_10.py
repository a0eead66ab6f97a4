"""The predictions of lesson 10."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="an-event-of-another-class",
        place="1a",
        question="A store that was made for `Struck` appends a `Rested`, with 3 hours, and reads the stream. What comes back for the rest?",
        answers={
            "a": Answer(
                "an error: the card has no points",
                "That would be good news. But every field of `Struck` has a default, so nothing is missing.",
            ),
            "b": Answer(
                "a `Struck` with 0 points, by nobody",
                "Yes. The store makes a `Struck` of every card. What the card doesn't have gets its default, and what it has and `Struck` doesn't want is left out.",
            ),
            "c": Answer(
                "the `Rested`, as it was stored",
                "The card has its hours, but it doesn't say that it's a `Rested`. The store only knows the class that it was made for.",
            ),
        },
        right="b",
        outcome="1 failed: Struck(id='stream-1', version=1, points=0",
        giveaways=(
            r"empty event",
            r"an empty (blow|Struck)",
            r"0 points",
            r"never happened",
            r"comes? back (as )?(empty|nothing)",
            r"default.{0,20}hides",
            r"(write|store|says?) (its|the) (class|type|kind)",
        ),
    ),
    Prediction(
        name="a-default-for-a-renamed-field",
        place="3a",
        question="The hero has 8 hit points, and an old card says `Points: 2`. In the new program, the field is called `damage`, and its default is 0. How many hit points does the new program count?",
        answers={
            "a": Answer(
                "6: the card still says 2",
                "It does, but under a name that the new class never asks for. Nothing connects `Points` with `damage`.",
            ),
            "b": Answer(
                "8: the blow counts for nothing",
                "Yes. `Damage` isn't on the card, so the default takes its place: a blow of 0.",
            ),
            "c": Answer(
                "none: there's an error, because `Damage` is missing",
                "Without a default there would be one. The default stands in for what is missing, and so nobody hears that it is.",
            ),
        },
        right="b",
        outcome="1 failed: assert 8 == 6",
        giveaways=(
            r"heal(s|ed)\b",
            r"statement about",
            r"default(s)? (hide|take)s? (the|a|what)",
            r"upcast (from|gets|is)",
            r"Damage isn't",
            r"counts? for (nothing|0)",
        ),
    ),
    Prediction(
        name="an-event-from-the-future",
        place="4a",
        question="The hero had 8 hit points before the dragon came, and the dragon's is the only card in the drawer. The old program now leaves out what it doesn't know. What does its `project` do?",
        answers={
            "a": Answer(
                "it raises `VersionGapError`: version 0 is missing",
                "`fold` notices a hole when it gets an event that comes after the hole. Here, it gets no event at all.",
            ),
            "b": Answer(
                "it raises an error that names `struck.2`",
                "That's what the test wants. But a reader that leaves the card out has nothing to complain about.",
            ),
            "c": Answer(
                "it returns 8 hit points",
                "Yes. For the old program this stream is empty, so nothing has happened to the hero.",
            ),
        },
        right="c",
        outcome="1 failed: Failed: DID NOT RAISE UnreadableEventError",
        giveaways=(
            r"DID NOT RAISE",
            r"never skip",
            r"wrong number",
            r"as if nothing",
            r"stream is empty",
            r"version −1",
            r"(is|be) skipped",
        ),
    ),
)

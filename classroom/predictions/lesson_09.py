"""The predictions of lesson 09."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="a-twin-at-work",
        place="2a",
        question="A worker gets message 7, looks for the marker, and finds none. Now its twin, who got the same message, carries out the whole command. Then the first worker goes on: next, it reads the state. What does it tell its caller?",
        answers={
            "a": Answer(
                "that it worked: the hero has 0 hit points",
                "The marker would see to that: an append of this worker would be refused, and the "
                "next look would find it. But it never comes to an append. The decision comes "
                "first, and it has refused.",
            ),
            "b": Answer(
                "`HeroIsDownError`",
                "Yes. The state that it reads has the twin's blow in it, so the decision finds a "
                "hero who's down, and refuses.",
            ),
            "c": Answer(
                "`ContentionError`: the twin has taken its version",
                "A clash would only make it begin again. But it never comes to an append: the "
                "decision has refused before.",
            ),
        },
        right="b",
        outcome="1 failed: HeroIsDownError: cpustejovsky is down already",
        giveaways=(
            r"very command",
            r"too (late|early)",
            r"first the state",
            r"its own (blow|command)",
            r"state, then",
            r"the decision (has )?refuse",
        ),
    ),
    Prediction(
        name="she-needs-nothing",
        place="3a",
        question='In the morning, the hero has 8 hit points, and message 9 arrives: "heal her, if she has fewer than 4". So she doesn\'t need anything. In the evening, a bugbear takes 5 of them, and then message 9 arrives again. What happens?',
        answers={
            "a": Answer(
                "nothing: the command was carried out in the morning",
                "It was decided in the morning, but nobody wrote that down. Our store appends a "
                "marker only together with events.",
            ),
            "b": Answer(
                "she gets a potion",
                "Yes. In the morning there were no events to append, so there's no marker. The "
                "store doesn't know message 9, and decides anew.",
            ),
            "c": Answer(
                "an error, because the message was delivered before",
                "The store has no trace of message 9: with no events to append, it appended no "
                "marker.",
            ),
        },
        right="b",
        outcome="1 failed: assert [8, -5, 5] == [8, -5]",
        giveaways=(
            r"potion is gone",
            r"leaves? a marker even",
            r"even if there are (none|no)",
            r"nothing is a decision",
            r"(decided|decision) to do nothing",
            r"without events",
        ),
    ),
    Prediction(
        name="the-second-answer",
        place="4b",
        question="The goblin's blow leaves the hero with 6 hit points, and the bugbear then takes 3. The goblin's message arrives again, and isn't carried out again. How many hit points are in the state that this second `execute` returns?",
        answers={
            "a": Answer(
                "6, as the first time",
                "That's what the test wants. But our store doesn't know any more which state that "
                "was: the marker only says that the command was carried out.",
            ),
            "b": Answer(
                "3",
                "Yes. The store finds the marker, and returns the state as it is now, with the "
                "bugbear's event in it.",
            ),
            "c": Answer(
                "none: it returns `None`",
                "If the store finds the marker, it returns what `project` says: the state as it "
                "is now.",
            ),
        },
        right="b",
        outcome="1 failed: assert 3 == 6",
        giveaways=(
            r"answer is the newest",
            r"get the same answer",
            r"as it is now",
            r"after \*?their\*? command",
            r"remembers the",
        ),
    ),
)

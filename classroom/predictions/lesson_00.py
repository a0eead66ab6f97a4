"""Lesson 00: correcting a mistake, and a change that is meant as a level."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="a-wrong-number",
        place="",
        question="Later, the players notice a mistake: the bugbear really took only 1 hit point, but "
        "somebody wrote −3. How can they put that right in our store?",
        answers={
            "a": Answer(
                "With `store.update(...)`, which turns −3 into −1 in row 2.",
                "Many databases would do that. But then nobody could see that the number was ever "
                "different, or understand what somebody did because of it.",
            ),
            "b": Answer(
                "With `store.delete(...)`, which removes row 2. Then they append the right event.",
                "DynamoDB can delete, but our store doesn't offer it: somebody may have read row 2 "
                "already and acted on it.",
            ),
            "c": Answer(
                "With `store.append(...)`, which adds a row with +2. Row 2 stays as it is.",
                "The mistake is part of the story, so it stays. One more event puts the sum right "
                "and says why.",
            ),
        },
        right="c",
        outcome="{'update': False, 'delete': False, 'append': True}",
        giveaways=(
            r"\b(no|neither|never|without|not) (an )?`?(update|delete|chang|alter)",
            r"correction",
            r"append-only",
            r"only (add|append)",
            r"past (doesn't|does not|cannot|can't) change",
            r"(cannot|can't) be (changed|altered|updated|deleted)",
            r"hasattr",
        ),
    ),
    Prediction(
        name="a-night-of-sleep",
        place="",
        question="At the start, nothing hurt, and the hero had 8 hit points. Now the hero sleeps "
        "until nothing hurts, and a player appends an event with `character_hit_points=+8`. "
        "How many hit points does the whole story add up to now?",
        answers={
            "a": Answer(
                "8, which is what the hero has when nothing hurts.",
                "That's what the player meant. But an event has a change, not a level: to get back "
                "to 8, write the difference.",
            ),
            "b": Answer(
                "8 more than before.",
                "The field is a change, so +8 adds 8, whatever the note says. The store knows "
                "nothing about the game.",
            ),
            "c": Answer(
                "As many as before: the store refuses an event that takes the hero above 8.",
                "In the game, that's a rule. But the store doesn't know the game, and stores what "
                "we give it.",
            ),
        },
        right="b",
        outcome="(4, 12)",
        giveaways=(
            r"\(4, 12\)",
            r"8 more",
            r"adds 8",
            r"(know|check)s? (nothing about |no )?(the )?(game|rules)",
            r"doesn't know",
        ),
    ),
)

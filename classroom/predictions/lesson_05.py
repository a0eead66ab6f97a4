"""The predictions of lesson 05: the price of a story, the article's snapshot, and a new rule."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="the-price-of-a-story",
        place="1a",
        question=(
            "Twenty evenings are in a stream, and `project` reads them with a single query. How "
            "many read units does that cost?"
        ),
        answers={
            "a": Answer(
                "1: it's a single request",
                "A single request may be expensive. DynamoDB charges for what it reads, however "
                "few requests you send.",
            ),
            "b": Answer(
                "10: two evenings are one unit",
                "A unit is 4 KB, an evening takes almost 2 KB, and a query adds up all that it "
                "reads.",
            ),
            "c": Answer(
                "20: one for each event",
                "That would be so if we fetched each event with a request of its own. A query adds "
                "up the sizes first, and rounds up once for each page.",
            ),
        },
        right="b",
        outcome="1 failed: assert 10 == 1",
        giveaways=(
            r"10 (read )?units",
            r"assert 10",
            r"4 KB",
            r"(two|2) (evenings|events) (are|cost|make|add)",
            r"charges (for|by) (what|the|its) ",
            r"49",
        ),
    ),
    Prediction(
        name="the-snapshot-of-the-article",
        place="2b",
        question=(
            "The hero of the inn has 3 hit points. We take a snapshot, as the article does. How "
            "many hit points does `project` give her now?"
        ),
        answers={
            "a": Answer(
                "3: nothing has happened to her",
                "In the story, nothing has. But the stream has one more event, and the fold "
                "applies every event.",
            ),
            "b": Answer(
                "6",
                "The snapshot holds a level, 3. But `apply` takes it for a change, like the "
                "number in any other event, and adds it.",
            ),
            "c": Answer(
                "none, it raises an error",
                "Nothing looks wrong to the fold: the snapshot has the right type and the next "
                "version.",
            ),
        },
        right="b",
        outcome="1 failed: assert 6 == 3",
        giveaways=(
            r"healed",
            r"\b6 hit points",
            r"assert 6",
            r"(for|as) a \*?change",
            r"counted twice",
        ),
    ),
    Prediction(
        name="the-new-rule",
        place="4a",
        question=(
            "A hero has 8 hit points, loses 2 and 3, and gains 9. By the old rules that makes 12, "
            "and there is a snapshot of it. Now we project with the new rules, revision 2, which "
            "allow only 10. What do we get?"
        ),
        answers={
            "a": Answer(
                "10, because the projection has the new `apply`",
                "It does, but nothing calls it: there's no event after the snapshot.",
            ),
            "b": Answer(
                "12, as before",
                "The store finds the snapshot, and no event after it. So no rule is applied at "
                "all, neither the new one nor the old one.",
            ),
            "c": Answer(
                "an error, because the revisions differ",
                "Nothing compares them yet. We have added a field, but no code reads it.",
            ),
        },
        right="b",
        outcome="1 failed: assert 12 == 10",
        giveaways=(
            r"assert 12",
            r"old (answer|state|snapshots?)\b",
            r"begins? (anew|again|from)",
            r"stale",
            r"outdated",
            r"never calls",
        ),
    ),
)

"""The predictions of lesson 06: a stale check, a loop that runs out, and pauses of equal length."""

from classroom.predictions.prediction import Answer, Prediction

PREDICTIONS = (
    Prediction(
        name="take-the-next-number",
        place="2a",
        question="Each player looks first, and pours only if a potion is left. There is one potion"
        " in the bag. Ann and Bob race again; this time, a player who is refused takes "
        "the next number. How many potions are left afterwards?",
        answers={
            "a": Answer(
                "0: the second player finds no potion, and pours nothing",
                "Bob did look, but before Ann wrote. The new number got him into the stream; it "
                "didn't tell him that the potion was gone.",
            ),
            "b": Answer(
                "−1: both pour",
                "Each of them checked, and both checks were true when they were made. Bob acted "
                "on his after it had stopped being true.",
            ),
            "c": Answer(
                "1: the two appends get in each other's way, and neither is stored",
                "A refused append changes nothing, and the one that came first stays stored. Here, "
                "even the refused one got in with its second number.",
            ),
        },
        right="b",
        outcome="1 failed: assert -1 == 0",
        giveaways=(
            r"[-−]1 (potion|are left|is left)",
            r"== [-−]1\b",
            r"negative|below 0|less than 0",
            r"both (of them )?(pour|are poured)",
            r"(poured|given|drunk) twice",
            r"two (potions )?(are|were) poured",
            r"(reads?|looks?|decides?) again",
            r"changes? (its|his|her) mind",
            r"out of date",
        ),
    ),
    Prediction(
        name="after-the-last-attempt",
        place="4a",
        question="`execute` may make three attempts, and each time a rat is faster. What does the "
        "caller get from the `execute` that we have now?",
        answers={
            "a": Answer(
                "an error: the EventAlreadyExistsError of the last attempt",
                "Our except caught every one of them, the last one too, and did nothing with it.",
            ),
            "b": Answer(
                "no error",
                "The loop runs out, the function ends, and Python returns None. To the caller, it "
                "looks as if everything went well.",
            ),
        },
        right="b",
        outcome="1 failed: Failed: DID NOT RAISE ContentionError",
        giveaways=(
            r"DID NOT RAISE(?! Value)",
            r"\bquiet|in silence|silent(ly)? (failure|end)|fails silently",
            r"returns? `?None",
            r"no error (comes|is raised|reaches)|without raising",
            r"swallow",
            r"loop (just )?(ends|runs out)",
        ),
    ),
    Prediction(
        name="pauses-of-equal-length",
        place="6a",
        question="Twenty writers begin at the same moment, and each has ten attempts. A writer who"
        " loses waits before the next attempt: 20 milliseconds, then 40, then 80, and so "
        "on. How many of the twenty get through?",
        answers={
            "a": Answer(
                "all twenty",
                "The pauses grow, but they grow in the same way for everybody. So everybody who "
                "lost comes back at the same moment, and again only one can win.",
            ),
            "b": Answer(
                "ten",
                "All losers wait equally long and come back together. One wins each time, and "
                "after ten attempts the other ten give up.",
            ),
            "c": Answer(
                "one",
                "One of them wins the first time, and then one of the others wins the second time: "
                "each time, somebody gets through.",
            ),
        },
        right="b",
        outcome="1 failed: assert 10 == 20",
        giveaways=(
            r"\b10 == 20",
            r"\bten (of them|get|writers|give)",
            r"half (of )?(the )?(writers|twenty|them)",
            r"jitter",
            r"equally long",
            r"at the same time again|come back together|meet(s)? again",
        ),
    ),
)

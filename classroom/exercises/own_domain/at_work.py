"""What a learner's domain still needs before it can be used at work: less with each lesson."""

from classroom.exercises.own_domain.sections import offered

LIBRARY, PARCEL = "library loans", "a parcel's journey"
NEXT = {
    2: "a store that never overwrites",
    3: "a way to read it back",
    4: "a state, with its rules",
    5: "snapshots, and a rule that may change",
    6: "a decision that holds when two want the same",
    7: "messages that may arrive twice",
    8: "two streams, all or nothing",
    9: "commands that may arrive twice",
    10: "events whose form changes",
    11: "a board over many streams, which follows them through crashes",
}
AFTERWARDS = "a real table with backups and alarms"
OPEN = f"""\
own_domain()  # or own_domain("{LIBRARY}"), or own_domain("{PARCEL}")


"""


def still_missing(number: int) -> str:
    """Say, in a paragraph of its own, what is missing after this lesson."""
    left = [f"{what} ({lesson:02})" for lesson, what in NEXT.items() if lesson > number]
    told = "; ".join([*left, f"and {AFTERWARDS}"]) if left else AFTERWARDS
    return f"\n\nStill missing before you can use it at work: {told}."


def answer(name: str, number: int) -> str:
    """Return a lesson's answer for one of the domains that we offer."""
    opening = f'own_domain("{name}")\n\n\n' if number > 1 else ""
    return f"{opening}{offered(name).sections[number]}\n"

"""Lesson 10: the program that is installed first, which reads both forms and writes the old one."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

ANSWER = """\
def with_points(new):
    return {"Id": new["Id"], "Version": new["Version"], "Points": new["Damage"], "By": new["By"]}


IN_BETWEEN = EventTypes(
    {"struck": Struck, "rested": Rested},
    upcasts={"struck.2": ("struck", with_points)},
)
"""
RENAMED = """\
back = lambda new: {("Points" if k == "Damage" else k): v for k, v in new.items()}
names = dict(rested=Rested, struck=Struck)
IN_BETWEEN = EventTypes(names, {"struck.2": ("struck", back)})
"""
IN_TWO = """\
def as_before(new):
    old = dict(new)
    old["Points"] = old.pop("Damage")
    return old


def as_it_is(event):
    return event


IN_BETWEEN = EventTypes(
    current={"struck": Struck, "rested": Rested},
    upcasts={"struck.2": ("struck.1", as_before), "struck.1": ("struck", as_it_is)},
)
"""
UPCASTS = """\
    upcasts={"struck.2": ("struck", with_points)},
"""


def followed(types: Any, name: str) -> list[str]:
    """Return the names that upcasts lead to, from this one on, up to one that comes again."""
    path = [name]
    while path[-1] in types.upcasts and path[-1] not in path[:-1]:
        path.append(types.upcasts[path[-1]][0])
    return path


def read(given: Any, name: str, event: Any) -> Any:
    """Read the card of an event, which has this name."""
    item = given.to_item(event) | {"EventType": {"S": name}}
    try:
        path = followed(given.IN_BETWEEN, name)
        if len(path) > len({*path}):
            slip = "an upcast leads from a name that it only reads to one that it writes, and there it ends"
            raise NotYetError(" leads to ".join(path), f"an event for a card named {name}", slip)
        return given.IN_BETWEEN.read(item)
    except NotYetError:
        raise
    except Exception as error:
        slip = ""
        if isinstance(error, given.UnreadableEventError):
            slip = f"{name} isn't among its names, or leads to one that isn't"
        elif isinstance(error, KeyError) and name in ("struck", "rested"):
            slip = f"{name} is a name that this program writes: such a card needs no upcast"
        elif isinstance(error, KeyError):
            slip = "a new card has Damage; an upcast gets its attributes, and returns the old ones"
        elif isinstance(error, TypeError | AttributeError) and "'Struck'" in f"{error}":
            slip = "an upcast returns a dict of attributes, and the store makes the event"
        elif isinstance(error, TypeError):
            slip = "does the function return a dict of attributes? Is each upcast a pair, (name, function)?"
        seen = f"{type(error).__name__}: {error}"
        raise NotYetError(seen, f"an event for a card named {name}", slip) from error


def it_writes_what_the_old_program_can_read(given: Any) -> None:
    """Whatever it writes, the old program can read."""
    old = given.EventTypes({"struck": given.Struck, "rested": given.Rested})
    types = given.IN_BETWEEN
    slip = "IN_BETWEEN is what the store gets as its third argument"
    kind = "a store" if isinstance(types, given.EventStore) else "event types"
    expect(kind, "event types", slip)
    for name, event in (
        ("struck", given.Struck("s", 3, 2, "goblin")),
        ("rested", given.Rested("s", 3, 4)),
    ):
        if type(event) not in types.names:
            slip = "this program still makes events of the old class: Struck"
            if name == "rested":
                slip = "it has to know Rested, too"
            kinds = sorted(each.__name__ for each in types.names)
            raise NotYetError(
                f"it writes {', '.join(kinds)}", f"it writes {type(event).__name__}", slip
            )
        item = types.write(event)
        slip = "the old program, which may still be running, can't read this name"
        expect(f"{item.get('EventType')}", f"{ {'S': name} }", slip)
        expect(f"{old.read(item)}", f"{event}", "")


def it_reads_what_the_old_program_writes(given: Any) -> None:
    """It reads the cards of the old program."""
    for name, event in (
        ("struck", given.Struck("s", 3, 7, "rat")),
        ("rested", given.Rested("s", 3, 4)),
    ):
        expect(f"{read(given, name, event)}", f"{event}", "")


def it_reads_what_the_new_program_writes(given: Any) -> None:
    """It reads the cards of the new program, as events of the old class."""
    for damage, by in ((8, "dragon"), (0, ""), (1, "rat")):
        new, old = given.Wounded("s", 5, damage, by), given.Struck("s", 5, damage, by)
        seen = read(given, "struck.2", new)
        slip = ""
        if isinstance(seen, given.Wounded):
            slip = "the rest of this program only knows Struck"
        elif seen == given.Struck("s", 5) and damage:
            slip = "an upcast deals with attributes, such as Points, and not with fields"
        elif seen == given.Struck("s", 5, 0, by) and damage:
            slip = "that's the default: Points is missing after the upcast"
        elif seen == given.Struck("s", 5, damage, "") and by:
            slip = "who it was is on the card, and got lost"
        expect(f"{seen}", f"{old}", slip)
    rest = given.Rested("s", 6, 2)
    expect(f"{read(given, 'rested', rest)}", f"{rest}", "")


EXERCISE = Exercise(
    lesson="10_changing_events",
    after="4b",
    title="readers first: nobody is ever surprised by a card",
    statement="""\
## Exercise · The program in between · optional, 7 min

The first of the two updates brings a program that can read `struck.2`, and still writes `struck`. The rest of it is the old program, which works with `Struck`. So this time the translation goes the other way, from the new form to the old one.

The cell is empty. Make `IN_BETWEEN`, an `EventTypes` that can be used like this:

```python
store = EventStore(client, table, IN_BETWEEN)
store.append(Struck("hero", 0, points=2, by="goblin"))  # the old program can read it
```

It reads both kinds of card, as a `Struck`. It knows `Rested`, too.""",
    start="# IN_BETWEEN, and what it needs\n",
    asks=("IN_BETWEEN",),
    uses={
        "Do you remember?": "client table",
        "Step 1 · A rest": "EventStore Rested Struck to_item",
        "Step 3 · A better field": "Wounded",
        "Step 4 · Old code, new event": "EventTypes UnreadableEventError",
    },
    tests=(
        it_writes_what_the_old_program_can_read,
        it_reads_what_the_old_program_writes,
        it_reads_what_the_new_program_writes,
    ),
    why="Once this program runs everywhere, the first struck.2 may be written.",
    hints=(
        "Which names does it write? Those are the current ones. Which name does it only read?",
        "An upcast leads from the name that it only reads to one that it writes. Nothing says that the other one is older.",
        '`EventTypes({"struck": Struck, "rested": Rested}, upcasts={"struck.2": ("struck", a_function)})`, and the function undoes `with_damage`.',
    ),
    answer=ANSWER,
    others=(RENAMED, IN_TWO),
    remark="What if the new form says more than the old one can hold? Then this program loses it when it reads, but it's still on the card: nothing is ever written back.",
    wrong={
        swap(ANSWER, UPCASTS, ""): "struck.2 isn't among its names",
        swap(
            ANSWER, UPCASTS, '    upcasts={"struck": ("struck.2", with_damage)},\n'
        ): "leads to one that isn't",
        swap(
            ANSWER,
            UPCASTS,
            """\
    upcasts={"struck": ("struck.2", with_damage), "struck.2": ("struck", with_points)},
""",
        ): "struck leads to struck.2 leads to struck",
        swap(ANSWER, '"struck.2": ("struck"', '"struck": ("struck.2"'): "needs no upcast",
        """IN_BETWEEN = EventTypes({"struck.2": Wounded, "rested": Rested}, upcasts={"struck": ("struck.2", with_damage)})
""": "still makes events of the old class",
        """IN_BETWEEN = EventTypes({"struck": Struck, "struck.2": Wounded, "rested": Rested})
""": "only knows Struck",
        """IN_BETWEEN = EventTypes({"struck": Struck, "rested": Rested, "struck.2": Struck})
""": "the old program, which may still be running",
        swap(ANSWER, ', "rested": Rested', ""): "it has to know Rested, too",
        swap(
            ANSWER, '"struck": Struck', '"struck.2": Struck', UPCASTS, ""
        ): "Expected:     {'S': 'struck'}",
        swap(
            ANSWER, '"Points": new', '"points": new', '"By": new', '"by": new'
        ): "and not with fields",
        swap(
            ANSWER,
            "return {",
            "return Struck(**{",
            '"By": new["By"]}',
            '"By": new["By"]})',
            '"Id"',
            '"id"',
            '"Version"',
            '"version"',
            '"Points"',
            '"points"',
            '"By":',
            '"by":',
            'new["id"]',
            'new["Id"]',
            'new["version"]',
            'new["Version"]',
        ): "the store makes the event",
        swap(
            ANSWER,
            "IN_BETWEEN = EventTypes(",
            "IN_BETWEEN = EventStore(client, table, EventTypes(",
            "with_points)},\n)",
            "with_points)},\n))",
        ): "its third argument",
        swap(ANSWER, '"Points": new["Damage"], ', ""): "that's the default",
        swap(ANSWER, ', "By": new["By"]', ""): "got lost",
        swap(ANSWER, 'new["Damage"]', 'new["Points"]'): "a new card has Damage",
        swap(ANSWER, 'new["Damage"]', '-new["Damage"]'): "points=-8",
        swap(ANSWER, '("struck", with_points)', "with_points"): "a pair, (name, function)",
        swap(ANSWER, "return {", "print({", 'new["By"]}', 'new["By"]})'): "'NoneType'",
        swap(
            ANSWER, '"Version": new["Version"], ', ""
        ): "missing 1 required positional argument: 'version'",
        swap(ANSWER, '"Version": new["Version"]', '"Version": new["Version"] + 1'): "version=6",
        swap(ANSWER, 'new["By"]', '"nobody knows"'): "by='nobody knows'",
    },
)

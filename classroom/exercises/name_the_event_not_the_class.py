"""Lesson 10, step 2: names for event types that don't follow the classes."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect, swap

GIVEN = """\
def types_of(event_type):
    return EventTypes({"": event_type}) if isinstance(event_type, type) else event_type


def the_game():
    return EventStore(client, table, EventTypes({"struck": Struck, "rested": Rested}))


"""
ANSWER = f"""\
class EventTypes:
    def __init__(self, current):
        self.current = current  # each name that we write, and its class
        self.names = {{event_type: name for name, event_type in current.items()}}

    def write(self, event):
        item, name = to_item(event), self.names[type(event)]
        return item | {{"EventType": {{"S": name}}}} if name else item

    def read(self, item):
        attributes = attributes_of(item)
        name = attributes.pop("EventType", "")
        return event_of(self.current[name], attributes)


{GIVEN}def the_new_game():
    return EventStore(client, table, EventTypes({{"struck": Wounded, "rested": Rested}}))
"""
WRITE = """\
        item, name = to_item(event), self.names[type(event)]
        return item | {"EventType": {"S": name}} if name else item
"""
READ = """\
        attributes = attributes_of(item)
        name = attributes.pop("EventType", "")
        return event_of(self.current[name], attributes)
"""
BRANCHES = f"""\
class EventTypes:
    def __init__(self, current):
        self.current = dict(current)

    def write(self, event):
        item = to_item(event)
        for name, event_type in self.current.items():
            if event_type is type(event) and name != "":
                item["EventType"] = {{"S": name}}
        return item

    def read(self, item):
        if "EventType" in item:
            event_type = self.current[item["EventType"]["S"]]
        else:
            event_type = self.current[""]
        return event_of(event_type, attributes_of(item))


{GIVEN}def the_new_game():
    names = {{"rested": Rested, "struck": Wounded}}
    return EventStore(client, table, EventTypes(current=names))
"""
NAMED = f"""\
class EventTypes:
    def __init__(self, current):
        self.current = current

    def _name_of(self, event):
        [name] = [name for name, kind in self.current.items() if kind == type(event)]
        return name

    def write(self, event):
        if not (name := self._name_of(event)):
            return to_item(event)
        return {{**to_item(event), "EventType": dict(S=name)}}

    def read(self, item):
        name = item.get("EventType", {{"S": ""}})["S"]
        return event_of(event_type=self.current[name], attributes=attributes_of(item))


{GIVEN}def the_new_game():
    return EventStore(client, table, EventTypes(dict(struck=Wounded, rested=Rested)))
"""
HERE = '{"struck": Wounded, "rested": Rested}'


def a_card_has_the_chosen_name(given: Any) -> None:
    """A card has its event's attributes and the chosen name of its type, whatever the class is called."""
    for name, event in (
        ("hurt", given.Struck("s", 4, 2, "goblin")),
        ("slept", given.Rested("s", 4, 3)),
        ("struck", given.Wounded("s", 4, 2, "goblin")),
    ):
        types = given.EventTypes({name: type(event), "opened": given.Event})
        item = types.write(event)
        if not isinstance(item, dict):
            slip = "write ends without a return" if item is None else ""
            raise NotYetError(f"{item!r}", "a dict with the card's attributes", slip)
        seen = item.get("EventType")
        slip = ""
        if seen == {"S": type(event).__name__}:
            slip = "that's the name of the class; ours is the key in current"
        elif seen == name:
            slip = 'DynamoDB wants the type with each value, as in {"S": name}'
        expect(f"EventType: {seen}", f"EventType: {{'S': {name!r}}}", slip)
        rest = {key: value for key, value in item.items() if key != "EventType"}
        expect(f"{rest}", f"{given.to_item(event)}", "")


def the_name_that_is_empty_leaves_no_trace(given: Any) -> None:
    """With the name "", a card has no EventType, and a card without one is read as that class."""
    types = given.EventTypes({"": given.Struck, "rested": given.Rested})
    event = given.Struck("s", 0, 2, "goblin")
    item = types.write(event)
    slip = "" if item == given.to_item(event) else 'with the name "", write only what to_item makes'
    seen = item.get("EventType", "none") if isinstance(item, dict) else item
    expect(f"EventType: {seen}", "EventType: none", slip)
    try:
        back = types.read(given.to_item(event))
    except KeyError as error:
        slip = "a card of an earlier lesson has no EventType: its name is the empty one"
        raise NotYetError(f"KeyError: {error}", f"{event}", slip) from error
    expect(f"{back}", f"{event}", "")


def the_name_says_the_class(given: Any) -> None:
    """A card is read as the class that its name has now, and stays as it is."""
    for current, expected in (
        ({"a": given.Struck, "b": given.Rested}, given.Rested("s", 1, 3)),
        ({"b": given.Struck, "a": given.Rested}, given.Struck("s", 1)),
        ({"": given.Rested, "b": given.Wounded}, given.Wounded("s", 1)),
    ):
        item = given.to_item(given.Rested("s", 1, 3)) | {"EventType": {"S": "b"}}
        before = {key: dict(value) for key, value in item.items()}
        seen = given.EventTypes(current).read(item)
        expect(f"{seen}", f"{expected}", "read ends without a return" if seen is None else "")
        expect(f"the card: {item}", f"the card: {before}", "read changes the card that it's given")


def an_unknown_name_is_an_error(given: Any) -> None:
    """A card whose name nobody knows is an error."""
    item = given.to_item(given.Rested("s", 1, 3)) | {"EventType": {"S": "healed"}}
    for current in ({"rested": given.Rested}, {"": given.Rested, "struck": given.Struck}):
        try:
            seen = given.EventTypes(current).read(item)
        except Exception:  # noqa: S112 - any error will do, yet
            continue
        slip = "" if seen is None else "that never happened: don't put another class in its place"
        raise NotYetError(f"{seen}", "an error", slip)


def the_new_program_keeps_the_names(given: Any) -> None:
    """Both programs write the same names: only the class of one of them is another."""
    events = {"struck": given.Wounded("s", 0, 2, "goblin"), "rested": given.Rested("s", 0, 3)}
    types = given.the_new_game().types
    for name, event in events.items():
        seen = types.write(event).get("EventType")
        slip = "the class has a new name, the event hasn't: thousands of cards say struck"
        slip = slip if name == "struck" else ""
        expect(
            f"{type(event).__name__} is {seen}",
            f"{type(event).__name__} is {{'S': {name!r}}}",
            slip,
        )


EXERCISE = Exercise(
    lesson="10_changing_events",
    after="2a",
    title="names of our own, which outlive the classes",
    statement="""\
### The least code: your turn

`EventTypes` gets a dictionary: each name that we choose, and the class that it stands for now. Write its two methods, which can use `self.current` and `self.names`.

- `write(event)` returns what `to_item(event)` makes, and the name of its type, as `EventType`.
- `read(item)` returns the event, of the class that the card's name stands for. A name that isn't in the dictionary is an error; which one doesn't matter yet.
- The name `""` is that of a card without an `EventType`, such as those of lessons 01 to 09. With this name, `write` adds nothing.

In the last line, give the new program its dictionary.""",
    start=swap(ANSWER, WRITE, "        ___\n", READ, "        ___\n", HERE, "___"),
    asks=("EventTypes", "types_of", "the_game", "the_new_game"),
    uses={
        "Do you remember?": "client table Event",
        "Step 1 · A rest": "EventStore Rested Struck attributes_of event_of to_item",
        "Step 2 · A better name": "Wounded",
    },
    tests=(
        a_card_has_the_chosen_name,
        the_name_says_the_class,
        an_unknown_name_is_an_error,
        the_name_that_is_empty_leaves_no_trace,
        the_new_program_keeps_the_names,
    ),
    why="Classes may be called whatever a program likes; what the cards say stays.",
    hints=(
        "Which of the two dictionaries leads from a class to its name, and which one back?",
        'In `write`, look up the name first; if it isn\'t empty, add `{"EventType": {"S": name}}`. In `read`, `item.get("EventType")` is `None` if the card says nothing.',
        '`write`: `name = self.names[type(event)]`, then `to_item(event) | {...}` or `to_item(event)` alone. `read`: `attributes = attributes_of(item)`; `name = attributes.pop("EventType", "")`; then `event_of` with the class. The new program takes the names of the old one.',
    ),
    answer=ANSWER,
    others=(BRANCHES, NAMED),
    wrong={
        swap(
            ANSWER, "self.names[type(event)]", "type(event).__name__"
        ): "the name of the class; ours",
        swap(ANSWER, '{"S": name}', "name"): "DynamoDB wants the type with each value",
        swap(ANSWER, " if name else item", ""): 'with the name "", write only',
        swap(ANSWER, '.pop("EventType", "")', '.pop("EventType")'): "its name is the empty one",
        swap(ANSWER, WRITE, "        to_item(event)\n"): "write ends without a return",
        swap(ANSWER, WRITE, "        return to_item(event)\n"): "Seen:         EventType: None",
        swap(
            ANSWER, 'item | {"EventType": {"S": name}}', '{"EventType": {"S": name}}'
        ): "Seen:         {}",
        swap(ANSWER, '"EventType": {"S"', '"Type": {"S"'): "Expected:     EventType: {'S': 'hurt'}",
        swap(ANSWER, "self.names[type(event)]", "self.current[type(event)]"): "KeyError",
        swap(ANSWER, "return event_of", "event_of"): "read ends without a return",
        swap(
            ANSWER, "self.current[name], attributes", "self.current.get(name, Event), attributes"
        ): "don't put another class",
        swap(
            ANSWER, "self.current[name], attributes", "[*self.current.values()][0], attributes"
        ): "Seen:         Struck(id='s', version=1, points=0",
        swap(
            ANSWER,
            "attributes = attributes_of(item)\n",
            "attributes = attributes_of(item)\n        item.pop('EventType', '')\n",
        ): "changes the card",
        swap(
            ANSWER, "self.current[name], attributes", "globals()[name.title()], attributes"
        ): "KeyError: 'B'",
        swap(ANSWER, HERE, '{"wounded": Wounded, "rested": Rested}'): "Wounded is {'S': 'wounded'}",
        swap(
            ANSWER, HERE, '{"Struck": Wounded, "Rested": Rested}'
        ): "thousands of cards say struck",
        swap(ANSWER, HERE, '{"struck": Wounded, "rest": Rested}'): "Rested is {'S': 'rest'}",
        swap(ANSWER, HERE, '{"struck": Struck, "rested": Rested}'): "KeyError: <class",
    },
)

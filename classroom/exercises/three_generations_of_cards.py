"""Lesson 10: a test that guards the translation of every old card, and fails if one is made up."""

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any

from classroom.exercises.exercise import MANY_REQUESTS, Exercise, expect, outcome, swap
from classroom.exercises.requests import Requests, sent

NAME = "test_three_generations_of_cards"
ANSWER = f"""\
def {NAME}(store, stream):
    cards = [
        {{"Kilograms": {{"N": "3"}}}},
        {{"EventType": {{"S": "weighed"}}, "Grams": {{"N": "1250"}}}},
        {{"EventType": {{"S": "weighed.2"}}, "Grams": {{"N": "980"}}, "Scale": {{"S": "north"}}}},
    ]
    for version, card in enumerate(cards):
        key = {{"Id": {{"S": stream}}, "Version": {{"N": str(version)}}}}
        client.put_item(TableName=table, Item=key | card)

    assert store.query(stream) == [
        Weighed(stream, 0, 3000, "unknown"),
        Weighed(stream, 1, 1250, "unknown"),
        Weighed(stream, 2, 980, "north"),
    ]
"""
PUT_BY_PUT = f"""\
def put(stream, version, **attributes):
    client.put_item(
        TableName=table,
        Item={{"Id": {{"S": stream}}, "Version": {{"N": f"{{version}}"}}, **attributes}},
    )


def {NAME}(store, stream):
    put(stream, 0, Kilograms={{"N": "12"}})
    put(stream, 1, Grams={{"N": "7"}}, EventType={{"S": "weighed"}})
    put(stream, 2, Grams={{"N": "7"}}, EventType={{"S": "weighed.2"}}, Scale={{"S": "gate 4"}})
    first, second, third = store.query(stream)
    assert (first.grams, first.scale) == (12_000, "unknown")
    assert (second.grams, second.scale) == (7, "unknown")
    assert (third.grams, third.scale) == (7, "gate 4")
"""
ONE_EACH = f"""\
def {NAME}(store, stream):
    kilograms = {{"Kilograms": {{"N": "2"}}}}
    grams = {{"Grams": {{"N": "5"}}, "EventType": {{"S": "weighed"}}}}
    latest = grams | {{"EventType": {{"S": "weighed.2"}}, "Scale": {{"S": "B"}}}}
    for name, card, expected in (
        ("first", kilograms, (2000, "unknown")),
        ("second", grams, (5, "unknown")),
        ("third", latest, (5, "B")),
    ):
        client.transact_write_items(
            TransactItems=[
                {{
                    "Put": {{
                        "TableName": table,
                        "Item": {{"Id": {{"S": stream + name}}, "Version": {{"N": "0"}}, **card}},
                    }}
                }}
            ]
        )
        [event] = store.query(stream + name)
        assert event == Weighed(stream + name, 0, *expected)
"""
SEVERAL = f"""\
def {NAME}(store, stream):
    cards = [
        ({{"EventType": {{"S": "weighed.2"}}, "Grams": {{"N": "10"}}, "Scale": {{"S": "A"}}}}, 10, "A"),
        ({{"EventType": {{"S": "weighed"}}, "Grams": {{"N": "20"}}}}, 20, "unknown"),
        ({{"Kilograms": {{"N": "4"}}}}, 4000, "unknown"),
        ({{"Kilograms": {{"N": "5"}}}}, 5000, "unknown"),
        ({{"EventType": {{"S": "weighed.2"}}, "Grams": {{"N": "30"}}, "Scale": {{"S": "B"}}}}, 30, "B"),
    ]
    expected = []
    for version, (card, grams, scale) in enumerate(cards):
        key = {{"Id": {{"S": stream}}, "Version": {{"N": str(version)}}}}
        client.put_item(TableName=table, Item=key | card)
        expected.append(Weighed(stream, version, grams, scale))
    assert store.query(stream) == expected
"""
EXPECTED = ANSWER[ANSWER.index("    assert") :]
CARDS = ANSWER[ANSWER.index("    cards = [") : ANSWER.index("    assert")]
ALL_THE_SAME = swap(ANSWER, '"N": "3"', '"N": "1"', "3000", "1000", "1250", "1000", "980", "1000")
WITHOUT_THE_SECOND_SCALE = """\
    first, second, third = store.query(stream)
    assert (first.grams, second.grams, third.grams) == (3000, 1250, 980)
    assert (first.scale, third.scale) == ("unknown", "north")
"""
APPENDED = """\
    for event in (Weighed(stream, 0, 3000, "unknown"), Weighed(stream, 1, 980, "north")):
        store.append(event)

    assert store.query(stream)[0] == Weighed(stream, 0, 3000, "unknown")
    assert store.query(stream)[1] == Weighed(stream, 1, 980, "north")
"""


def in_grams(old: dict[str, Any]) -> dict[str, Any]:
    """Return what a card without a name says, in grams."""
    return {"Id": old["Id"], "Version": old["Version"], "Grams": old["Kilograms"] * 1000}


def scale_unknown(old: dict[str, Any]) -> dict[str, Any]:
    """Return what an old card says, and that nobody wrote down which scale it was."""
    return {**old, "Scale": "unknown"}


def as_it_is(old: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes as they are."""
    return old


class Odd:
    """Event types that make something else of some cards than the given ones.

    If `name` is given, these are the cards with this EventType; "" is none.
    """

    def __init__(self, types: Any, change: Callable[[Any], Any], name: str | None = None):
        self.types, self.change, self.name = types, change, name
        self.write = types.write

    def read(self, item: Any) -> Any:
        """Return the event, after the change if it's one of these cards."""
        event = self.types.read(item)
        name = item.get("EventType", {"S": ""})["S"]
        return self.change(event) if self.name in (None, name) else event


def stores(given: Any) -> dict[str, Any]:
    """Return the store that is right, and all that aren't, by what is wrong with them."""
    current = {"weighed.2": given.Weighed}

    def types(first: Any, second: Any, step: str = "weighed") -> Any:
        upcasts = {"": (step, first), "weighed": ("weighed.2", second)}
        return given.EventTypes(current, upcasts=upcasts)

    def invented(old: dict[str, Any]) -> dict[str, Any]:
        return {**old, "Scale": "north"}

    def half_in_grams(old: dict[str, Any]) -> dict[str, Any]:
        return {**in_grams(old), "Grams": old["Kilograms"]}

    right = types(in_grams, scale_unknown)

    def all_unknown(event: Any) -> Any:
        return given.Weighed(event.id, event.version, event.grams, "unknown")

    def never_the_scale(event: Any) -> Any:
        scale = "unknown" if event.scale == "unknown" else ""
        return given.Weighed(event.id, event.version, event.grams, scale)

    def at_least_a_gram(event: Any) -> Any:
        return given.Weighed(event.id, event.version, event.grams or 1, event.scale)

    made = {
        "right": right,
        "hides behind defaults": types(as_it_is, as_it_is),
        "hides the scale of old cards behind a default": types(in_grams, as_it_is),
        "hides the kilograms behind a default": types(as_it_is, scale_unknown),
        "invents a scale": types(in_grams, invented),
        "invents a scale for the first form only": types(
            lambda old: invented(in_grams(old)), scale_unknown, "weighed.2"
        ),
        "invents a weight where none is": Odd(types(as_it_is, scale_unknown), at_least_a_gram),
        "takes kilograms for grams": types(half_in_grams, scale_unknown),
        "forgets which scale it was": Odd(right, all_unknown),
        "hides the scale of new cards behind a default": Odd(right, never_the_scale),
        "can't read the second form": given.EventTypes(
            current, upcasts={"": ("weighed.2", lambda old: scale_unknown(in_grams(old)))}
        ),
        "can't read the first form": given.EventTypes(
            current, upcasts={"weighed": ("weighed.2", scale_unknown)}
        ),
        "reads 1000 grams on every card of the first form": Odd(
            right, lambda event: replace(event, grams=1000), ""
        ),
    }
    for form, name in (("first", ""), ("second", "weighed"), ("third", "weighed.2")):
        made[f"loses the grams of the {form} form"] = Odd(
            right, lambda event: replace(event, grams=0), name
        )
        made[f"loses the scale of the {form} form"] = Odd(
            right, lambda event: replace(event, scale=""), name
        )
    return {name: given.EventStore(given.client, given.table, each) for name, each in made.items()}


def said_of(given: Any, store: Any) -> str:
    """What the learner's test says of a store: green, or red, and by which error."""
    error = outcome(vars(given)[NAME], store, given.new_id())
    return "green" if error == "no error" else f"red, by {error}"


class Silent:
    """A store that keeps everything to itself."""

    def append(self, event: Any) -> None:
        """Do nothing."""

    def query(self, _stream: str) -> list[Any]:
        """Return no event."""
        return []


def put_into(requests: Requests) -> list[dict[str, Any]]:
    """Return the items that these requests have put into the table."""
    puts = [each.params for each in requests.of("PutItem")]
    for each in requests.of("TransactWriteItems"):
        puts += [action["Put"] for action in each.params["TransactItems"] if "Put" in action]
    items = [put["Item"] for put in puts]
    for each in requests.of("BatchWriteItem"):
        for written in each.params["RequestItems"].values():
            items += [one["PutRequest"]["Item"] for one in written if "PutRequest" in one]
    return items


def a_card_of_each_generation_is_put(given: Any) -> None:
    """Your test puts a card of each generation into the table, as that program wrote it."""
    with sent(given.client) as requests:
        error = outcome(vars(given)[NAME], stores(given)["right"], given.new_id())
    if error == "ParamValidationError":
        slip = 'every value needs its type, and a number is text: {"N": "3"}'
        expect(f"red, by {error}", "green", slip)
    items = put_into(requests)
    is_of_today = items and all(i.get("EventType") == {"S": "weighed.2"} for i in items)
    for name, others in (
        ("none", ["Kilograms"]),
        ("weighed", ["Grams"]),
        ("weighed.2", ["Grams", "Scale"]),
    ):
        of_this_name = [i for i in items if i.get("EventType", {"S": "none"}) == {"S": name}]
        forms = {
            ", ".join(sorted({*item} - {"Id", "Version", "EventType"})) for item in of_this_name
        }
        seen = " and ".join(sorted(forms)) or "no such card"
        slip = ""
        if not of_this_name and is_of_today:
            slip = "today's program writes only its own form: put the old cards yourself"
        expect(f"EventType {name}: {seen}", f"EventType {name}: {', '.join(others)}", slip)
        for item in of_this_name:
            for attribute in {"Kilograms", "Grams"} & {*item}:
                slip = f"{attribute} is a number on this card, and not text"
                expect(f"{attribute}: {[*item[attribute]]}", f"{attribute}: {['N']}", slip)


def a_store_that_says_nothing_makes_it_red(given: Any) -> None:
    """Your test fails for a store that returns no event at all."""
    seen = said_of(given, Silent()).partition(",")[0]
    slip = "does an assert stand before each comparison?"
    expect(f"no event makes it {seen}", "no event makes it red", slip)


def it_takes_a_store_and_a_stream(given: Any) -> None:
    """The test takes `store` and `stream`, and nothing else."""
    seen = ", ".join(signature(vars(given)[NAME]).parameters)
    expect(seen or "no argument", "store, stream", "")


def the_right_store_makes_it_green(given: Any) -> None:
    """Your test passes for a store that reads every card as it should."""
    for _ in range(2):
        said = said_of(given, stores(given)["right"])
        slip = ""
        if said.endswith("NoEventFoundError"):
            slip = (
                "nothing is in this stream: the cards need its id, and client.put_item stores one"
            )
        elif said.endswith("EventAlreadyExistsError"):
            slip = "each call has a stream of its own: take the argument"
        expect(said, "green", slip)
    module = given.eventstore
    upcasts = {"": ("weighed", in_grams), "weighed": ("weighed.2", scale_unknown)}
    types = module.EventTypes({"weighed.2": given.Weighed}, upcasts=upcasts)
    store = module.EventStore(given.client, given.table, types)
    expect(
        f"the module's store makes it {said_of(given, store)}",
        "the module's store makes it green",
        "",
    )


def every_other_store_makes_it_red(given: Any) -> None:
    """Your test fails for a store that hides behind defaults, and for any that gets a card wrong."""
    for name, store in stores(given).items():
        if name != "right":
            said = said_of(given, store).partition(",")[0]
            expect(f"a store that {name} makes it {said}", f"a store that {name} makes it red", "")


EXERCISE = Exercise(
    lesson="10_changing_events",
    after="4b",
    title="a test of all that was ever written",
    statement="""\
### A test for every card: your turn

The program is in its third generation, and all the cards that it ever wrote are still there, each with its `Id` and `Version`:

- The first one wrote no `EventType`. It wrote `Kilograms`, a number. Today's program should read 1000 `grams` for each kilogram, and `"unknown"` as the `scale`.
- The second one wrote the `EventType` `weighed`, and `Grams`, a number. Today's program should read as many `grams`, and `"unknown"` as the `scale`.
- The third one writes the `EventType` `weighed.2`, `Grams` and `Scale`, which is text. Today's program should read both as they are.

No program can write the old cards any more. So a test has to put them into the table itself, with `client.put_item`.

The cell is empty. Write the test, which takes a store and the id of an empty stream. pytest would call it like this:

```python
test_three_generations_of_cards(store, stream)
```

It puts a card of each generation into the table, and looks at what `store.query` makes of them.

`check` tries your *test*, on stores that we have made. It must pass for one that reads the cards like this, and fail for every other: one hides behind defaults, one invents what nobody wrote down, and there are more.""",
    start="# your test\n",
    asks=(NAME,),
    uses={
        "Do you remember?": "client table eventstore",
        "Step 1 · A rest": "EventStore",
        "Step 4 · Old code, new event": "EventTypes",
        "Three generations": "Weighed",
    },
    tests=(
        it_takes_a_store_and_a_stream,
        a_card_of_each_generation_is_put,
        a_store_that_says_nothing_makes_it_red,
        the_right_store_makes_it_green,
        every_other_store_makes_it_red,
    ),
    most_requests=MANY_REQUESTS,
    why="Keep such a test for as long as the cards are there: nobody can write them again.",
    hints=(
        "Which cards do you need at least? With which values would a wrong store look right?",
        "If a value on a card equals a default, or what a careless store makes up, the test can't tell the two apart. Choose other ones, and compare both fields of all three events.",
        '`client.put_item(TableName=table, Item={"Id": {"S": stream}, "Version": {"N": "0"}, "Kilograms": {"N": "3"}})`, and two more; then `assert store.query(stream) == [...]` with three `Weighed`.',
    ),
    answer=ANSWER,
    others=(PUT_BY_PUT, ONE_EACH, SEVERAL),
    remark="The three cards are data, copied from what the old programs wrote. If the test made them with today's `to_item`, it would only prove that today's program can read itself.",
    wrong={
        ALL_THE_SAME: "reads 1000 grams on every card of the first form makes it green",
        swap(ANSWER, '"N": "3"', '"N": "1"', "3000", "1000"): (
            "Expected:     a store that reads 1000 grams on every card"
        ),
        swap(ANSWER, '"N": "1250"', '"N": "0"', "1250", "0"): (
            "a store that loses the grams of the second form makes it green"
        ),
        swap(ANSWER, '"N": "980"', '"N": "0"', "980", "0"): "the grams of the third form",
        swap(ANSWER, EXPECTED, WITHOUT_THE_SECOND_SCALE): "loses the scale of the second form",
        swap(
            ANSWER,
            "(store, stream)",
            "(stream)",
            CARDS,
            CARDS + "    store = EventStore(client, table, Weighed)\n",
        ): "Seen:         stream",
        swap(
            ANSWER, EXPECTED, "    assert store.query(stream)\n"
        ): "a store that hides behind defaults makes it green",
        swap(
            ANSWER, EXPECTED, "    assert len(store.query(stream)) == 3\n"
        ): "Expected:     a store that hides behind defaults makes it red",
        swap(
            ANSWER,
            EXPECTED,
            "    assert [e.grams for e in store.query(stream)] == [3000, 1250, 980]\n",
        ): "hides the scale of old cards behind a default makes it green",
        swap(
            ANSWER,
            EXPECTED,
            "    assert [e.scale for e in store.query(stream)] == ['unknown', 'unknown', 'north']\n",
        ): "hides the kilograms behind a default makes it green",
        swap(
            ANSWER, '"N": "3"', '"N": "0"', "3000", "0"
        ): "Seen:         a store that hides the kilograms behind a default",
        swap(
            ANSWER, '{"S": "north"}', '{"S": "unknown"}', '"north"', '"unknown"'
        ): "forgets which scale it was makes it green",
        swap(
            ANSWER, '{"S": "north"}', '{"S": ""}', '"north"', '""'
        ): "scale of new cards behind a default makes it green",
        swap(
            ANSWER, '{"N": "3"}', '{"S": "3"}'
        ): "Kilograms is a number on this card, and not text",
        swap(ANSWER, '{"N": "980"}', '{"S": "980"}', "2, 980", '2, "980"'): (
            "Grams is a number on this card, and not text"
        ),
        swap(ANSWER, "3000", "3"): "Seen:         red, by AssertionError",
        swap(
            ANSWER, 'Weighed(stream, 0, 3000, "unknown")', 'Weighed(stream, 0, 3000, "")'
        ): "Expected:     green",
        swap(ANSWER, CARDS + EXPECTED, APPENDED): "put the old cards yourself",
        swap(ANSWER, '{"N": "3"}', '{"N": 3}'): "every value needs its type",
        swap(ANSWER, '"Id": {"S": stream}', '"Id": {"S": "stream"}'): "the cards need its id",
        swap(
            ANSWER, EXPECTED, "    store.query(stream) == [Weighed(stream, 0, 3000, 'unknown')]\n"
        ): "does an assert stand before",
    },
)

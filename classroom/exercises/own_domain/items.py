"""Lesson 02: the learner's events as items in DynamoDB, where none is ever overwritten."""

from dataclasses import fields, replace
from typing import Any

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.own_domain.histories import (
    KEYS,
    any_of,
    for_any,
    numbered,
    other_signs,
    stories,
    told,
)
from classroom.exercises.rivals import just_before_a_write

CLASH = "EventAlreadyExistsError"


def dynamodb_takes_every_event(given: Any) -> None:
    """`append(client, table, event)` stores every event of your stories under its id and version."""
    for _, story in stories(given):
        for event in numbered(story, given.new_id()):
            append_event(given, event)
            slip = "does append store anything? The keys are Id and Version, those of the event"
            seen = "an item" if _item_at(given, event) else "no item"
            expect(
                f"{seen} for version {event.version}", f"an item for version {event.version}", slip
            )


def an_item_tells_what_happened(given: Any) -> None:
    """Different events make different items, and equal events equal ones, whatever their fields."""
    events = [replace(event, id="s", version=0) for _, story in stories(given) for event in story]

    @for_any(any_of(events), any_of(events), any_of(range(8)))
    def holds(one: Any, another: Any, number: int) -> None:
        _expect_items(given, one, another)
        names = [field.name for field in fields(one) if field.init and field.name not in KEYS]
        if names and type(one) is type(another):
            name = names[number % len(names)]
            try:  # what happened to the one, but for a single field
                mixed = replace(one, **{name: getattr(another, name)})
                given.to_item(mixed)
            except Exception:
                return  # that can't happen
            _expect_items(given, one, mixed)


def a_number_keeps_its_sign(given: Any) -> None:
    """An item says every number of the event with its sign."""
    for _, story in stories(given):
        for event in story:
            for other in other_signs(event):
                try:
                    items = given.to_item(event), given.to_item(other)
                except Exception:  # noqa: S112 - it can't happen
                    continue
                if items[0] == items[1] and event != other:
                    seen = f"the same item for {told([event])} and {told([other])}"
                    slip = "a number is stored without its sign"
                    raise NotYetError(seen, "one item for each event", slip)


def _expect_items(given: Any, one: Any, another: Any) -> None:
    if (given.to_item(one) == given.to_item(another)) != (one == another):
        slip = "is every field in to_item? And the type, if you have several?"
        seen = f"the same item for {told([one])} and {told([another])}"
        if one == another:
            seen, slip = f"two items for {told([one])}", "an item should say the event, only"
        raise NotYetError(seen, "one item for each event", slip)


def a_taken_version_is_refused(given: Any) -> None:
    """A version that is taken raises EventAlreadyExistsError, with id and version; the first stays."""
    first, second, *_ = numbered(given.another_story, given.new_id())
    append_event(given, first)
    append_event(given, second)
    before = [_item_at(given, first), _item_at(given, second)]
    for event in (replace(second, version=0), replace(first, version=1), first):
        try:
            given.append(given.client, given.table, event)
        except Exception as error:
            slip = "catch DynamoDB's error for a failed condition, and raise ours"
            expect(type(error).__name__, CLASH, slip)
            slip = "the error has the id and the version of the event that exists"
            seen = f"({getattr(error, 'id', None)!r}, {getattr(error, 'version', None)!r})"
            expect(seen, f"({event.id!r}, {event.version!r})", slip)
        else:
            slip = "perhaps the put has no condition, or you caught the error and raised nothing"
            if [_item_at(given, first), _item_at(given, second)] == before:
                slip = "nothing was overwritten, but nobody hears of it: raise the error"
            raise NotYetError("no error", CLASH, slip)
    seen = "as before" if [_item_at(given, first), _item_at(given, second)] == before else "another"
    expect(seen, "as before", "the error comes too late: the first event was overwritten")


def a_rival_in_between_is_noticed(given: Any) -> None:
    """If a rival takes the version just before your request, the rival's event stays."""
    first, second, *_ = numbered(given.one_story, given.new_id())
    rival = replace(second, version=0)
    with just_before_a_write(given.client, lambda: _put(given, rival)):
        seen = outcome(given.append, given.client, given.table, first)
    slip = "you looked first and wrote later: let the condition be part of the put itself"
    expect(_item_at(given, first) == _item_of(given, rival), True, slip)
    expect(seen, CLASH, "it's a clash, however late it comes: raise the error")


def a_missing_table_is_not_a_clash(given: Any) -> None:
    """A table that doesn't exist isn't a clash: DynamoDB's own error comes through."""
    event = numbered(given.one_story, given.new_id())[0]
    seen = outcome(given.append, given.client, f"{given.table}-missing", event)
    slip = "this catches more than the clash: every DynamoDB error"
    if seen == "no error":
        slip = "the table that is given doesn't exist: does append use it?"
    expect(seen, "ResourceNotFoundException", slip)


def append_event(given: Any, event: Any) -> None:
    """Append the event as the learner does; raise NotYetError if DynamoDB doesn't take it."""
    try:
        given.append(given.client, given.table, event)
    except Exception as error:
        if type(error).__name__ in ("NameError", "AttributeError", "TypeError", "KeyError"):
            raise
        slip = 'wrap every value with its type, as text: {"S": name} or {"N": str(number)}'
        seen = f"{type(error).__name__}: {str(error).splitlines()[-1]}"
        raise NotYetError(seen, "an event that is stored", slip) from error


def _key(event: Any) -> dict[str, Any]:
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}}


def _item_at(given: Any, event: Any) -> Any:
    found = given.client.get_item(TableName=given.table, Key=_key(event), ConsistentRead=True)
    return found.get("Item")


def _put(given: Any, event: Any) -> None:
    given.client.put_item(TableName=given.table, Item={**given.to_item(event), **_key(event)})


def _item_of(given: Any, event: Any) -> Any:
    """Return the item of an event as DynamoDB gives it back."""
    elsewhere = replace(event, id=given.new_id())
    _put(given, elsewhere)
    return {**_item_at(given, elsewhere), **_key(event)}

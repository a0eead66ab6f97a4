"""Several event types in one store, and old events that are read as new ones.

The name of an event type is stored with each event, in the attribute `EventType`. You choose the
name, so you can rename or move the class. Stored events never change. When a type changes, it gets
a new name, and an upcast turns the attributes of an old event into those of a new one.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Generic

from eventstore.codec import KEYS, RESERVED, EventCodec, check_event_type, unreadable
from eventstore.errors import UnreadableEventError, shown
from eventstore.event import E
from eventstore.limits import check_function
from eventstore.values import Item, read_value, write_value

# Attributes by their names, such as `Points`. The values are as they're stored: a datetime is text.
Attributes = dict[str, Any]
Upcast = Callable[[Attributes], Attributes]


class EventTypes(Generic[E]):
    """The event types of a store, by their names.

        >>> HERO = EventTypes[Struck | Healed](
        ...     {"struck.2": Struck, "healed": Healed},
        ...     upcasts={"struck": ("struck.2", lambda old: old | {"Weapon": "unknown"})},
        ... )
        >>> store = EventStore(client, "events", HERO)

    `current` maps each name that the store writes to an event type. `upcasts` maps each old name,
    which the store only reads, to a pair: the name that replaces it, and a function. This name may
    be an old one, too. The function gets a dict with the attributes of the old event (such as
    `Points`, without those that the store adds) and returns one with those of the new event. It
    must keep `Id` and `Version`: one event stays one event. To rename a type, return the attributes
    as they are.

    The name "" means that an event has no EventType, because a store of a single type wrote it. To
    add a second type to such a store, give the first one the name "". To give the first one a name,
    add an upcast from "". Version 1.0 only knows events without a name. It may read others as
    events of its own type, with default values.

    Raises TypeError if a chain of upcasts doesn't end at a current name, if a type has two names,
    and if a type can't be stored.
    """

    def __init__(
        self,
        current: Mapping[str, type[E]],
        upcasts: Mapping[str, tuple[str, Upcast]] | None = None,
    ):
        if not isinstance(current, Mapping):
            raise TypeError(
                f"the current types must be a dict of names and types, got {shown(current)}"
            )
        if not current:
            raise TypeError("EventTypes needs at least one event type")
        if not isinstance(upcasts, Mapping | None):
            raise TypeError(f"upcasts must be a dict, got {shown(upcasts)}")
        self.codecs: dict[str, EventCodec[E]] = {}
        self._names: dict[type, str] = {}
        for name, event_type in current.items():
            _check_name(name)
            self.codecs[name] = EventCodec(event_type)
            if event_type in self._names:
                raise TypeError(
                    f"{event_type.__name__} has two names, {self._names[event_type]!r} and {name!r}"
                )
            self._names[event_type] = name
        self._upcasts = dict(upcasts or {})
        for name, upcast in self._upcasts.items():
            _check_name(name)
            _check_upcast(name, upcast)
        for name in self._upcasts:
            self._check_ends_at_a_current_name(name)

    def write(self, event: E) -> Item:
        """Return the item for an event.

        Raises InvalidEventError, which names the field, if a value can't be stored.
        """
        self.check_type(event)
        name = self._names[type(event)]
        item = self.codecs[name].write(event)
        return {**item, "EventType": {"S": name}} if name else item

    def check_type(self, event: object) -> None:
        """Raise WrongEventTypeError unless this is an event of one of the types."""
        check_event_type(event, *self._names)

    def read(self, item: Item) -> E:
        """Return the event for an item.

        Raises UnreadableEventError if no event type has the item's name, if an upcast fails, and if
        an attribute is missing or has the wrong type.
        """
        name = ""
        if "EventType" in item:
            name = item["EventType"].get("S", "")
            if not name or not (name in self.codecs or name in self._upcasts):
                raise unreadable(item, f"no event type has the name {shown(item['EventType'])}")
        if name in self._upcasts:
            name, item = self._upcast(name, item)
        elif not name:
            if name not in self.codecs:
                raise unreadable(item, "it has no EventType")
            # It may be another program's item, so `read` checks that it has something of the type.
            return self.codecs[name].read(item)
        return self.codecs[name].read_named(item)

    def holds(self, item: Item, event: E) -> bool:
        """Return whether the item holds this event, counting the numbers 1.0 and 1 as equal."""
        try:
            stored = self.read(item)
        except UnreadableEventError:
            return False
        codec = self.codecs[self._names[type(event)]]
        return type(stored) is type(event) and codec.is_same(stored, event)

    def _upcast(self, name: str, item: Item) -> tuple[str, Item]:
        """Apply the upcasts from an old name. Return the current name and the new item."""
        attributes: Attributes = {}
        for attribute, value in item.items():
            if attribute not in RESERVED:
                try:
                    attributes[attribute] = read_value(value)
                except ValueError as error:
                    raise unreadable(item, f"{attribute} {error}") from None
        keys = {key: attributes[key] for key in KEYS}
        while name in self._upcasts:
            problem = f"the upcast from {name!r}"
            name, function = self._upcasts[name]
            try:
                attributes = function(dict(attributes))
            except Exception as error:
                raise unreadable(item, f"{problem} raised {shown(error)}") from error
            if not isinstance(attributes, dict) or not all(isinstance(a, str) for a in attributes):
                got = shown(attributes)
                raise unreadable(item, f"{problem} must return a dict of attributes, got {got}")
            if {key: attributes.get(key) for key in KEYS} != keys:
                raise unreadable(item, f"{problem} must keep Id and Version")
        try:
            upcasted = {attribute: write_value(value) for attribute, value in attributes.items()}
        except ValueError as error:
            raise unreadable(item, f"{problem} returned an attribute that {error}") from None
        return name, upcasted

    def _check_ends_at_a_current_name(self, name: str) -> None:
        if name in self.codecs:
            raise TypeError(f"{name!r} is a current name, so it can't have an upcast")
        path = [name]
        while path[-1] in self._upcasts and path[-1] not in path[:-1]:
            path.append(self._upcasts[path[-1]][0])
        if path[-1] not in self.codecs:
            raise TypeError(f"the upcasts {' -> '.join(path)} don't end at a current name")


def _check_name(name: object) -> None:
    with suppress(ValueError):  # half of a surrogate pair, for example
        if "S" in write_value(name):
            return
    raise TypeError(f"the name of an event type must be text, got {shown(name)}")


def _check_upcast(name: str, upcast: object) -> None:
    if not isinstance(upcast, tuple) or len(upcast) != 2:
        raise TypeError(
            f"the upcast from {name!r} must be a pair of a name and a function, got {shown(upcast)}"
        )
    _check_name(upcast[0])
    check_function(f"the upcast from {name!r}", upcast[1])

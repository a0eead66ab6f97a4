"""Lesson 09: the learner's wishes come as messages, more than once, and have one effect."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import strategies as st

from classroom.exercises.exercise import NotYetError, expect, outcome
from classroom.exercises.own_domain.competing import SLIPS
from classroom.exercises.own_domain.histories import (
    HASHED,
    Renewed,
    any_of,
    expect_events,
    expect_same,
    for_any,
    numbered,
    stories,
    told,
)
from classroom.exercises.own_domain.memory import (
    ARRIVES,
    FAILED,
    FATES,
    REQUEST_LOST,
    MemoryStore,
)
from eventstore import (
    ContentionError,
    EventAlreadyExistsError,
    InvalidEventError,
    Projected,
    Projection,
)
from eventstore.projection import fold

_AGAIN = "the message comes again"


@dataclass(frozen=True)
class _Marker:
    id: str
    version: int
    last: int


class CommandStore(MemoryStore):
    """A store in memory that can also `execute`, as that of the module; it notes the commands."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[tuple[str, str | None]] = []
        self.refused = False  # whether handle ended in the domain's own error

    def execute(
        self,
        id: str,
        projection: Projection[Any, Any],
        decide: Any,
        attempts: int = 10,
        *,
        command_id: str | None = None,
    ) -> Projected[Any]:
        """Decide and append, unless the command was carried out before."""
        if command_id is not None and not (isinstance(command_id, str) and command_id):
            raise InvalidEventError(f"command_id must be a non-empty string, got {command_id!r}")
        self.commands.append((id, command_id))
        drawer = f"eventstore#{len(id)}#{id}#{command_id}"
        for _ in range(attempts):
            events = self.events(id)
            if command_id and self.has(drawer):
                return fold(projection, events[: self.query(drawer)[0].last + 1])
            before = fold(projection, events)
            decided = list(decide(deepcopy(before.state), before.version + 1) or [])
            for version, event in enumerate(decided, before.version + 1):
                if (event.id, event.version) != (id, version):
                    said = f"decide returned an event for {event.id!r}, version {event.version}"
                    raise InvalidEventError(f"{said}; expected {id!r}, version {version}")
            after = fold(projection, decided, before)
            markers = [_Marker(drawer, 0, after.version)] if command_id else []
            try:
                if decided or markers:
                    self.append(*decided, *markers)
            except EventAlreadyExistsError:
                continue
            return after
        raise ContentionError(id, len(events), attempts)

    def events(self, id: str) -> list[Any]:
        """Return the events of a stream, which may have none."""
        return self.query(id) if self.has(id) else []


def a_message_carries_its_wish(given: Any) -> None:
    """`message(sender, number, stream, wish)` is a dictionary, and the same if asked again."""
    made = [given.message("ann", 7, "s", given.one_wish) for _ in range(2)]
    expect(type(made[0]).__name__, "dict", "message returns a dictionary")
    slip = "a message is sent again as it is: nothing in it may be new each time"
    expect_same(made[0], made[1], slip)
    restarted = given.message(Renewed("ann"), 7, Renewed("s"), given.one_wish)
    if restarted != made[0]:
        raise NotYetError(repr(restarted), repr(made[0]), HASHED)


def a_message_is_carried_out(given: Any) -> None:
    """`handle` lets the store execute the decision for the message's stream and wish."""
    for stream, (start, wish) in (("s", _granted(given)), ("t", _granted(given, 1))):
        store = _begun(start, stream)
        state = _projected(given, start).state
        decided = list(given.decide(state, stream, len(start), wish) or [])
        got = _handled(given, store, given.message("ann", 1, stream, wish))
        slip = "let the store read, decide and append: call store.execute once"
        if store.refused and not store.commands:
            slip = "decide was called before execute, and refused: let execute call it"
        expect(
            f"execute was called: {len(store.commands)} times", "execute was called: 1 times", slip
        )
        slip = "your decide needs the stream and the wish of the message"
        expect_events(store.query(stream)[len(start) :], decided, slip)
        slip = "return what store.execute returns"
        expect(type(got).__name__, "Projected", slip)
        expect_same(got.state, _projected(given, store.query(stream)).state, slip)


def a_message_that_comes_again_has_one_effect(given: Any) -> None:
    """If a message comes again, it has no other effect, and gets the same answer, also later."""
    start, wish = _granted(given)
    store = _begun(start)
    first = _handled(given, store, given.message("ann", 1, "s", wish))
    events = store.query("s")
    second = _handled(given, store, given.message("ann", 1, "s", wish))
    slip = "give the command an id that's in the message, and the same each time: command_id=..."
    expect_events(store.query("s"), events, slip)
    if store.commands[0][1] is None or store.commands[0] != store.commands[1]:
        seen = [command_id for _, command_id in store.commands]
        raise NotYetError(f"command ids: {seen}", "the same id both times", slip)
    slip = "both get the state that execute returns: the one after the command"
    expect_same(getattr(second, "state", second), first.state, slip)


def another_message_is_another_command(given: Any) -> None:
    """Another number or another sender makes another command, even if the wish is the same."""
    names = [("ann", 1), ("ann", 2), ("bob", 1), ("ann", 11), ("ann1", 1), ("bob", 2)]
    start, wish = _granted(given)
    found: dict[object, tuple[str, int]] = {}
    for sender, number in names:
        store = _begun(start)
        _handled(given, store, given.message(sender, number, "s", wish))
        (command,) = store.commands
        if command in found:
            seen = f"{found[command]} and {(sender, number)} have the id {command[1]!r}"
            slip = "the sender and the number together say which message it is"
            raise NotYetError(seen, "each has its own", slip)
        found[command] = (sender, number)


def an_outage_reaches_the_queue(given: Any) -> None:
    """If a message to the store gets lost, the error goes on to the queue, which delivers again."""
    start, wish = _granted(given)
    for fate, error in ((REQUEST_LOST, "ConnectionClosedError"), (FAILED, "ClientError")):
        store = _begun(start)
        store.fates = iter([fate])
        projection = Projection("state", given.START, getattr(given, "new_apply", given.apply))
        seen = outcome(given.handle, store, projection, given.message("ann", 1, "s", wish))
        slip = (
            "if handle hides the error, the queue believes that all is well, and forgets the wish"
        )
        expect(f"{fate}: {seen}", f"{fate}: {error}", slip if seen == "no error" else "")


def one_effect_whatever_gets_lost(given: Any) -> None:
    """With lost messages, repeats and rivals, each message has one effect, and your rule holds."""
    begins = [story[:end] for _, story in stories(given) for end in range(len(story) + 1)]
    starts = [each for each in begins if given.holds(_projected(given, each).state)]
    wishes = [given.one_wish, given.another_wish]
    turns = st.lists(st.tuples(any_of(range(2)), any_of(FATES), st.booleans()), max_size=5)

    @for_any(any_of(range(len(starts))), turns)
    def holds(number: int, turns: list[tuple[int, str, bool]]) -> None:
        store = _begun(starts[number])
        kept = len(store.events("s"))
        for place, (wish, fate, is_disturbed) in enumerate(turns):
            message = given.message("ann", place, "s", wishes[wish])
            rival = given.message("bob", place, "s", wishes[1 - wish])
            store.before = (
                (lambda other=rival: _handled(given, store, other)) if is_disturbed else None
            )
            store.fates = iter([ARRIVES, fate] if is_disturbed else [fate])
            before = _granted_so_far(store)
            for _ in range(3):  # until it gets through, and once more
                _handled(given, store, deepcopy(message))
            stored = _granted_so_far(store) - before
            story = f"{fate}; {_AGAIN}, twice" + ("; a rival was faster" if is_disturbed else "")
            slip = "let boto3's error through, and the queue delivers the message again"
            if stored > 1 + is_disturbed:
                raise NotYetError(f"{stored} effects ({story})", "one for each message", slip)
            if not given.holds(_projected(given, store.events("s")).state):
                seen = f"{told(store.events('s')[kept:])} ({story})"
                raise NotYetError(seen, "holds(state) is True", "decide inside of execute")


def _granted_so_far(store: CommandStore) -> int:
    """Return how many commands have a marker."""
    return len({command for command in store.commands if _has_marker(store, *command)})


def _has_marker(store: CommandStore, id: str, command_id: str | None) -> bool:
    return store.has(f"eventstore#{len(id)}#{id}#{command_id}")


def _handled(given: Any, store: CommandStore, message: Any) -> Any:
    """Return what handle returns; nothing if it's refused by an error, or a message gets lost."""
    projection = Projection("state", given.START, getattr(given, "new_apply", given.apply))
    try:
        return given.handle(store, projection, message)
    except (BotoCoreError, ClientError):
        return None
    except SLIPS as error:
        if type(error).__module__ == "builtins":
            raise
    except InvalidEventError:
        raise
    except Exception:  # the domain's own refusal
        store.refused = True
    return None


def _begun(start: Any, stream: str = "s") -> CommandStore:
    store, events = CommandStore(), numbered(start, stream)
    if events:
        store.append(*events)
    return store


def _granted(given: Any, number: int = 0) -> tuple[Any, Any]:
    """Return the beginning of a story, and a wish that's granted there: this one, if possible."""
    wishes = [given.one_wish, given.another_wish]
    for wish in (wishes[number], wishes[1 - number]):
        for _, story in stories(given):
            for end in range(len(story) + 1):
                state = _projected(given, story[:end]).state
                try:
                    if given.decide(state, "s", end, wish):
                        return story[:end], wish
                except Exception:  # noqa: S112 - it's refused here
                    continue
    raise NotYetError("never granted", "granted", "nowhere in your stories is a wish granted")


def _projected(given: Any, events: Any) -> Projected[Any]:
    apply = getattr(given, "new_apply", given.apply)
    return fold(Projection("state", given.START, apply), numbered(events, "s"))

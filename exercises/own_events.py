"""What holds of the events that a learner brings along, in whatever field they happen."""

from typing import Any

from exercises.exercise import expect


def expect_own_events(events: Any, name: str) -> None:
    """Say what is amiss with what `name` returns: a list of events, of one frozen type."""
    seen = type(events).__name__
    expect(seen, "list", f"{name} returns its events in [ ], also where there is only one")
    for event in events:
        decorated = getattr(type(event), "__dataclass_params__", None)
        seen = f"frozen={decorated.frozen}" if decorated else "no dataclass"
        slip = "@dataclass(frozen=True) belongs above the class, so that nobody rewrites the past"
        expect(seen, "frozen=True", slip)
        own = [
            field for field in type(event).__dataclass_fields__ if field not in ("id", "version")
        ]
        slip = "what happened? Give your event a field that says it, with a name and a type"
        expect("more" if own else "id and version only", "more", slip)
    kinds = {type(event).__name__ for event in events}
    expect(
        len(kinds), 1, f"one type a story: {', '.join(sorted(kinds))} could be one, with a field"
    )

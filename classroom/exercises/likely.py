"""Name a slip only if it explains everything that an answer does."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Slips = Mapping[str, Callable[..., object]]


def likely(answer: Callable[..., Any], probes: Iterable[tuple[Any, ...]], slips: Slips) -> str:
    """Return the slip whose function does with every probe what the answer does, or nothing.

    A probe has the arguments of one call. What they do is what they return, or the type of the
    error that they raise.
    """
    calls = list(probes)
    seen = [_done(answer, call) for call in calls]
    for slip, function in slips.items():
        if [_done(function, call) for call in calls] == seen:
            return slip
    return ""


def _done(function: Callable[..., Any], call: tuple[Any, ...]) -> str:
    try:
        return repr(function(*call))
    except Exception as error:
        return f"raises {type(error).__name__}"

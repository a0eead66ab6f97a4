"""What is hoped for: all goals with their limits, and whether a figure meets its own."""

from typing import NamedTuple


class Limit(NamedTuple):
    """How large a figure may be, or if it is `at least`, must be."""

    kind: str
    value: float
    unit: str = "x"


# The figures of "a / b" are medians by the clock. "Fast reads" are those of the store.
LIMITS = {
    "append one, eventstore / boto3 client": Limit("at most", 1.10),
    "query, fast reads / the floor": Limit("at most", 1.1),
    "query, fast reads / boto3 client": Limit("at most", 0.42),
    "query, aiodynamo / fast reads": Limit("at least", 1.4),
    "query, boto3 resource / fast reads": Limit("at least", 2.5),
    "query, pynamodb / fast reads": Limit("at least", 2.5),
    "project, requests at any head": Limit("at most", 2, "requests"),
    "project, units, worst head / full replay": Limit("at most", 1.5, "%"),
    "append 100, one at a time / in one": Limit("at least", 5),
    "import eventstore, after boto3": Limit("at most", 20, "ms"),
}


class Goal(NamedTuple):
    """What was hoped for, what came out, and whether that is as hoped; None: not measured."""

    text: str
    measured: str
    met: bool | None


def goal(name: str, figure: float | None) -> Goal:
    """Judge a figure by the limit of this name."""
    kind, limit, unit = LIMITS[name]
    text = f"{name}: {kind} {limit:g} {unit}"
    if figure is None:
        return Goal(text, "nothing", None)
    is_met = figure <= limit if kind == "at most" else figure >= limit
    return Goal(text, f"{figure:.3g} {unit}", is_met)

"""The predictions of the lessons, a file for each lesson."""

import importlib
import pkgutil
from functools import cache

from classroom.predictions.prediction import Prediction


class NoSuchPredictionError(LookupError):
    """No prediction has this name."""


@cache
def predictions() -> dict[str, Prediction]:
    """Return all predictions by name, in the order of the lessons."""
    found: dict[str, Prediction] = {}
    for number in _numbers():
        found |= {each.name: each for each in of_lesson(number)}
    return found


def of_lesson(number: str) -> tuple[Prediction, ...]:
    """Return the predictions of the lesson with this number, such as `02`, in order."""
    if number not in _numbers():
        return ()
    module = importlib.import_module(f"classroom.predictions.lesson_{number}")
    found: tuple[Prediction, ...] = module.PREDICTIONS
    return found


def find(name: str) -> Prediction:
    """Return the prediction of this name; NoSuchPredictionError if there is none."""
    try:
        return predictions()[name]
    except KeyError:
        raise NoSuchPredictionError(f"no prediction is called {name!r}") from None


def _numbers() -> list[str]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [name.removeprefix("lesson_") for name in names if name.startswith("lesson_")]

"""Events as a pandas DataFrame. This is the only module of the package that needs pandas."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import pandas as pd


def to_frame(events: Iterable[Any]) -> pd.DataFrame:
    """Return a DataFrame with a row for each event.

    The index is the version, and every other field has a column. In a stream with several types of
    events, a field that an event doesn't have is None. Each column has the dtype that fits: int64,
    bool, str or datetime64, or Int64 or boolean if some values are None. Any other column has the
    dtype object.
    """
    rows = [_values(event) for event in events]
    names = {name: None for row in rows for name in row} or ["version"]  # as they come, each once
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    return pd.DataFrame(columns).set_index("version")


def _values(event: Any) -> dict[str, Any]:
    # Not dataclasses.asdict, which would copy nested values as well.
    return {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}


def _column(values: list[Any]) -> "pd.Series[Any]":
    # By default, pandas turns ints into floats if there is a None among them.
    types = {type(value) for value in values}
    dtype = None
    if types == {bool, type(None)}:
        dtype = "boolean"
    elif types == {int, type(None)}:
        fits_64_bits = all(value is None or -(2**63) <= value < 2**63 for value in values)
        dtype = "Int64" if fits_64_bits else "object"
    return pd.Series(values, dtype=dtype)

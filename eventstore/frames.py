"""Events as a pandas DataFrame. The only file of this package that needs pandas."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import pandas as pd


def to_frame(events: Iterable[Any]) -> pd.DataFrame:
    """One row an event, its version as the index, a column for every other field.

    Real dtypes: int64, bool and str; Int64 and boolean where a value is None; else object.
    """
    rows = [{f.name: getattr(e, f.name) for f in dataclasses.fields(e)} for e in events]
    names = list(rows[0]) if rows else ["version"]
    return pd.DataFrame({n: _column([row[n] for row in rows]) for n in names}).set_index("version")


def _column(values: list[Any]) -> "pd.Series[Any]":
    # Left alone, pandas makes floats of ints that have a None among them.
    kinds, dtype = {type(value) for value in values}, None
    if kinds == {bool, type(None)}:
        dtype = "boolean"
    if kinds == {int, type(None)}:
        dtype = "Int64" if all(-(2**63) <= (value or 0) < 2**63 for value in values) else "object"
    return pd.Series(values, dtype=dtype)

"""A stream as a DataFrame: one row for each event, with real dtypes."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pytest

from eventstore import Event
from eventstore.frames import to_frame


@dataclass(frozen=True)
class Parcel:
    id: str
    version: int
    weight: int | None = None
    fragile: bool | None = None
    price: Decimal = Decimal(0)


def test_each_event_is_a_row_and_the_version_is_the_index():
    frame = to_frame(
        [
            Event(id="a", version=0, character_hit_points=8, note="Init"),
            Event(id="a", version=1, character_hit_points=-2),
        ]
    )

    assert frame.index.name == "version"
    assert frame.index.tolist() == [0, 1]
    assert frame.columns.tolist() == ["id", "character_name", "character_hit_points", "note"]
    assert frame["character_hit_points"].tolist() == [8, -2]


def test_events_of_several_types_share_a_frame_and_none_stands_where_one_lacks_a_field():
    heavy = Parcel(id="a", version=1, weight=7)
    opened = Event(id="a", version=0, note="Init")

    for events in ([opened, heavy], [heavy, opened]):
        frame = to_frame(events)

        assert {*frame.columns} > {"id", "note", "weight"}
        assert frame["weight"].loc[1] == 7
        assert frame["weight"].dtype == "Int64"
        assert frame.isna()["weight"].loc[0]
        assert frame["note"].loc[0] == "Init"
        assert frame.isna()["note"].loc[1]


def test_the_columns_have_real_dtypes():
    frame = to_frame([Event(id="a", version=0)])

    assert frame.index.dtype == "int64"
    assert frame["character_hit_points"].dtype == "int64"
    assert isinstance(frame["note"].dtype, pd.StringDtype)


def test_ints_stay_ints_beside_none():
    frame = to_frame([Parcel(id="p", version=0, weight=7, fragile=True), Parcel(id="p", version=1)])

    assert (frame["weight"].dtype, frame["fragile"].dtype) == ("Int64", "boolean")
    assert frame["weight"].tolist() == [7, pd.NA]


def test_large_ints_and_decimals_stay_exact():
    frame = to_frame([Parcel(id="p", version=0, weight=10**30, price=Decimal("0.1"))])

    assert frame["weight"].tolist() == [10**30]
    assert frame["price"].tolist() == [Decimal("0.1")]


@pytest.mark.parametrize("weight", [-(2**63) - 1, 2**63, 2**64, -(2**64), 10**30])
def test_ints_of_more_than_64_bits_stay_exact_beside_none(weight):
    frame = to_frame([Parcel(id="p", version=0, weight=weight), Parcel(id="p", version=1)])

    assert frame["weight"].dtype == "object"
    assert frame["weight"].tolist() == [weight, None]


@pytest.mark.parametrize("weight", [-(2**63), 2**63 - 1])
def test_ints_of_64_bits_have_a_column_of_ints_beside_none(weight):
    frame = to_frame([Parcel(id="p", version=0, weight=weight), Parcel(id="p", version=1)])

    assert frame["weight"].dtype == "Int64"
    assert frame["weight"].tolist() == [weight, pd.NA]


def test_without_events_the_frame_is_empty():
    frame = to_frame([])

    assert (len(frame), frame.index.name) == (0, "version")


def test_the_events_can_be_any_iterable():
    assert len(to_frame(Event(id="a", version=version) for version in range(3))) == 3

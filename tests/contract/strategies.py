"""Events of every kind, made up by hypothesis."""

import os
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from .parcels import ParcelEvent

# `make soak` sets it: that many times more work, and not always the same.
SCALE = int(os.environ.get("EVENTSTORE_TEST_SCALE", "1"))

# The same examples on every run and machine; a fixture of one test serves all of its examples.
QUIET = settings(
    derandomize=SCALE == 1,
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
WHOLE = st.integers(1 - 10**38, 10**38 - 1)
DIGITS = st.integers(1 - 10**38, 10**38 - 1)
# 38 digits at most, and none of them outside of 1E-130 to 9.99E+125.
NUMBER = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent), DIGITS, st.integers(-130, 87)
)
LEAVES: Any = st.one_of(TEXT, WHOLE, st.booleans(), st.none(), st.binary(max_size=50))
NESTED: Any = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(bool), inner, max_size=4)
    ),
    max_leaves=12,
)
PARCELS: Any = st.builds(
    ParcelEvent,
    id=st.just(""),
    version=st.integers(0, 10**38 - 1),
    text=TEXT,
    weight_grams=WHOLE,
    price=NUMBER,
    label=st.binary(max_size=100),
    is_fragile=st.booleans(),
    tags=st.lists(NESTED, max_size=4),
    extra=st.dictionaries(TEXT.filter(bool), NESTED, max_size=4),
    depot=st.none() | TEXT,
)

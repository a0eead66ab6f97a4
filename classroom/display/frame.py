"""A DataFrame that is shown as our tables are. This is the only module here that needs pandas."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from classroom.display.table import Table
from eventstore.frames import to_frame

_LONGEST = 60  # rows that are shown in full


class Frame(pd.DataFrame):
    """The events as a DataFrame: one row of headings, text at the left, the same in a tab."""

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame  # whatever is made from it is an ordinary one

    def __repr__(self) -> str:
        return repr(self._table()) if len(self) <= _LONGEST else super().__repr__()

    def _repr_html_(self) -> str:
        if len(self) <= _LONGEST:
            return self._table()._repr_html_()
        return pd.DataFrame(self).to_html(max_rows=_LONGEST)

    def _table(self) -> Table:
        rows = [[_text(value) for value in row] for row in self.itertuples()]
        return Table([str(self.index.name), *map(str, self.columns)], rows)


def _text(value: Any) -> str:
    is_missing = value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value))
    return "" if is_missing else str(value)


def frame_of(events: Iterable[Any]) -> Frame:
    """Return the DataFrame of these events."""
    return Frame(to_frame(events))

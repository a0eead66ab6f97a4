"""What a command id costs: one more read, and a transaction instead of a put."""

from collections.abc import Iterator

import pytest

from benchmarks.executing import executing
from benchmarks.servers import SETTINGS, connect
from benchmarks.sizes import SMALLEST


@pytest.fixture
def url(ministack: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    yield ministack
    connect.cache_clear()


def test_the_report_has_both_ways_and_their_ratio(url: str) -> None:
    answer = executing(url, SMALLEST)

    rows = [dict(zip(answer.header, row, strict=True)) for row in answer.rows]
    counted = ("who", "requests", "read units", "write units", "unpriced")
    assert [tuple(row[name] for name in counted) for row in rows] == [
        ("eventstore", "3", "1.5", "1", "0"),
        ("eventstore, with a command id", "4", "2.5", "4", "0"),
    ]
    assert answer.notes == [f"With a command id it takes {rows[1]['x eventstore']} times as long."]

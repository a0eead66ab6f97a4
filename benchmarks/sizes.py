"""How much is measured: everything, enough for a look, or so little that a test can do it."""

from typing import NamedTuple


class Sizes(NamedTuple):
    """Rounds of each question, and how many events they are about.

    The picture has the costs at `lengths`; of the heads between two snapshots, every `step`th.
    A read model catches up with so many `streams`, with so many events in `each` of them.
    """

    name: str
    append: int
    together: int
    query: int
    project: int
    imports: int
    follow: int
    execute: int
    batch: int = 100
    events: int = 10_000
    lengths: tuple[int, ...] = (10, 30, 99, 299, 999, 2_999, 9_999, 29_999, 99_999)
    step: int = 1
    streams: int = 100
    each: int = 10


FULL = Sizes("full", 2_000, together=21, query=31, project=21, imports=21, follow=5, execute=500)
QUICK = Sizes("quick", 200, 5, 5, 5, 5, 3, 50, lengths=(10, 99, 999, 9_999), step=11, streams=20)
SMALLEST = Sizes(
    "smallest", 1, 1, 1, 1, 1, 1, 1, 2, events=100, lengths=(10, 199), step=99, streams=2, each=2
)

"""How much is measured: everything, enough for a look, or so little that a test can do it."""

from typing import NamedTuple


class Sizes(NamedTuple):
    """Rounds of each question, and how many events they are about.

    The picture has the costs at `lengths`; of the heads between two snapshots, every `step`th.
    """

    name: str
    append: int
    together: int
    query: int
    project: int
    imports: int
    batch: int = 100
    events: int = 10_000
    lengths: tuple[int, ...] = (10, 30, 99, 299, 999, 2_999, 9_999, 29_999, 99_999)
    step: int = 1


FULL = Sizes("full", append=2_000, together=21, query=31, project=21, imports=21)
QUICK = Sizes("quick", 200, 5, 5, 5, 5, lengths=(10, 99, 999, 9_999), step=11)
SMALLEST = Sizes("smallest", 1, 1, 1, 1, 1, batch=2, events=100, lengths=(10, 199), step=99)

"""How long to wait before another attempt: a random time, with a limit that grows each time."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST, LONGEST = 0.02, 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits a random part of a time that doubles with each attempt.

    "Full jitter" in Amazon's article "Exponential Backoff And Jitter": writers that have clashed
    do not meet again at the same moment. `random` gives 0 to 1; `sleep` takes seconds.
    """

    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random

    def wait(self, attempt: int) -> None:
        """Wait after the given attempt, of which the first is 0."""
        self.sleep(self.random() * min(LONGEST, FIRST * 2 ** min(attempt, 10)))

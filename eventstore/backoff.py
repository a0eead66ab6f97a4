"""How long to wait before another attempt: a random time below a limit that doubles."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST_LIMIT = 0.02  # seconds, after the first attempt; it doubles with each further attempt
HIGHEST_LIMIT = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits between attempts, so that writers who have clashed don't clash again at once.

    Each wait is between 0 and the limit. Amazon's article "Exponential Backoff And Jitter" calls
    this "full jitter".

    `sleep` takes a number of seconds, and `random` returns a number from 0 to 1. Tests replace
    them: `Backoff(sleep=lambda seconds: None)` never waits.
    """

    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random

    def wait(self, attempt: int) -> None:
        """Wait after an attempt that failed. The first attempt is number 0."""
        doublings = min(attempt, 10)  # ten are plenty, and 2 ** 5000 doesn't fit into a float
        limit = min(HIGHEST_LIMIT, FIRST_LIMIT * 2**doublings)
        self.sleep(self.random() * limit)

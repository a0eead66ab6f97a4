"""Change environment variables for a moment."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def changed_variables(
    remove: Callable[[str], bool] = lambda _: False, **given: str
) -> Iterator[None]:
    """Remove the variables that `remove` picks, set `given`, and put everything back at the end."""
    touched = {name for name in os.environ if remove(name)} | set(given)
    before = {name: os.environ.get(name) for name in touched}
    for name in touched:
        os.environ.pop(name, None)
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

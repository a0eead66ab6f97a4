"""A stand-in: you can import it, but not use it."""

from typing import NoReturn

from cryptography import refuse


def default_backend() -> NoReturn:
    """Refuse."""
    refuse("cryptography.hazmat.backends.default_backend")

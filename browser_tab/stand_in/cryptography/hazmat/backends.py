"""A stand-in: to be imported, not to be used."""

from typing import NoReturn

from cryptography import refuse


def default_backend() -> NoReturn:
    """Refuse."""
    refuse("cryptography.hazmat.backends.default_backend")

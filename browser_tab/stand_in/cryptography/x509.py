"""A stand-in: you can import it, but not use it."""

from typing import NoReturn

from cryptography import refuse


def __getattr__(name: str) -> NoReturn:
    if name.startswith("__"):  # Python itself asks for these while it imports
        raise AttributeError(name)
    refuse(f"cryptography.x509.{name}")

"""What every test of the lab gets."""

from ..plain import no_embedded_backend, no_settings

__all__ = ["no_embedded_backend", "no_settings"]

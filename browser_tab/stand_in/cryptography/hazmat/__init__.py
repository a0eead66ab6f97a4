"""A stand-in: to be imported, not to be used."""

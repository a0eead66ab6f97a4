"""A stand-in: you can import it, but not use it."""

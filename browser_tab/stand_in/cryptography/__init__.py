"""Not the cryptography package: a stand-in, for the workshop in a browser tab only.

There is no build of that package which the tab could take along. moto imports two names of it when
it starts, and uses neither for DynamoDB. So these can be imported here; to use them is an error.
"""

from typing import NoReturn

__version__ = "0+import.only"


def refuse(name: str) -> NoReturn:
    """Say what this is to whoever takes it for the real package."""
    raise NotImplementedError(
        f"{name} is not here: in a browser tab, an import-only stand-in takes the place of the "
        "cryptography package. Install the workshop on your machine to use the real one."
    )

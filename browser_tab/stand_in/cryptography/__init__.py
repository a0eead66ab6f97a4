"""Not the cryptography package but a stand-in, only for the workshop in a browser tab.

No build of that package fits into the tab. moto imports two of its names when it starts, and uses
neither for DynamoDB. So you can import these names here, and using them is an error.
"""

from typing import NoReturn

__version__ = "0+import.only"


def refuse(name: str) -> NoReturn:
    """Tell somebody who takes this for the real package what it is."""
    raise NotImplementedError(
        f"{name} is missing: in a browser tab, a stand-in that can only be imported replaces the "
        "cryptography package. Install the workshop on your machine to use the real one."
    )

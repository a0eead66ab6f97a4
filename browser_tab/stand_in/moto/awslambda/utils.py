"""What moto imports when an item of a table with a stream is written.

The real module brings along many other services. moto only uses it for a Lambda that reads the
stream, and a tab has none.
"""

from typing import Any, NoReturn


def get_backend(*_: Any) -> NoReturn:
    """Tell somebody who has made a Lambda that there are none here."""
    raise NotImplementedError("AWS Lambda is missing: a browser tab only imitates DynamoDB")

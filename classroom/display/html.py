"""HTML that shows any text unchanged."""

import re
from html import escape


def element(name: str, text: str, **attributes: str) -> str:
    """Return an element that contains the text, escaped."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>"


def spelled(text: str) -> str:
    """Return plain text as HTML, with code for what is between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))

"""HTML that shows any text unchanged."""

import re
from html import escape


def element(name: str, text: str, **attributes: str) -> str:
    """Return an element that contains the text, escaped."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>"


def breakable(text: str) -> str:
    """Return plain text as HTML in which a long name may break after an underscore."""
    return re.sub(r"(?<=[^\W_])_(?=[^\W_])", "_<wbr>", escape(text))


def scrolling(html: str) -> str:
    """Return HTML that may be too wide for its page: it scrolls in a box, also by keyboard."""
    return f'<div style="overflow-x:auto" tabindex="0">{html}</div>'


def spelled(text: str) -> str:
    """Return plain text as HTML, with code for what is between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))

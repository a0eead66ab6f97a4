"""HTML that shows any text unchanged."""

from html import escape


def element(name: str, text: str, **attributes: str) -> str:
    """Return an element that contains the text, escaped."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>"

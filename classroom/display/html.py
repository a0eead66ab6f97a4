"""HTML that shows any text as it is."""

from html import escape


def element(name: str, text: str, **attributes: str) -> str:
    """Return an element with the text, escaped, in it."""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text)}</{name}>"

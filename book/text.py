"""Text on its way from a notebook, or from an exercise, to a page."""

import html
import re

LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def rewritten(text: str) -> str:
    """Return the text with its links between lessons and to the module leading into the book."""
    return LINK.sub(lambda found: f"]({_target(found[1])})", text)


def spelled(text: str) -> str:
    """Return plain text as HTML: what stands between backticks is code, and all else is itself."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _target(link: str) -> str:
    if re.match(r"[\w.-]+\.ipynb", link):
        return f"/lessons/{link}"
    if module := re.fullmatch(r"\.\./eventstore/(\w+)\.py", link):
        return f"#file-eventstore-{module[1]}"
    raise ValueError(f"the book has no page for {link}")

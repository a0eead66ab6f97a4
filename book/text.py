"""Text on its way from a notebook or an exercise to a page."""

import re

LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def rewritten(text: str) -> str:
    """Return the text with its links to lessons and to the module pointing into the book."""
    return LINK.sub(lambda found: f"]({_target(found[1])})", text)


def _target(link: str) -> str:
    if re.match(r"[\w.-]+\.ipynb", link):
        return f"/lessons/{link}"
    if module := re.fullmatch(r"\.\./eventstore/(\w+)\.py", link):
        return f"#file-eventstore-{module[1]}"
    raise ValueError(f"the book has no page for the link {link!r}")

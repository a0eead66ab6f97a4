"""Mend in the finished pages what the theme and myst-nb leave undone for those who hear them."""

from pathlib import Path

# What it says, and what it shall say. Each must still occur: else mending it is no longer needed.
REPAIRS = {
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="This book">',
    '<aside class="toc-drawer': '<aside aria-label="This page" class="toc-drawer',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<summary aria-label="Toggle hidden content">': "<summary>",
    '<div id="search-results">': '<h1>Search</h1>\n<div id="search-results">',
}


def mend(site: Path) -> None:
    """Apply the repairs to every page; ValueError for one that none of them needs."""
    needed = set()
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in REPAIRS.items():
            if old in text:
                needed.add(old)
                text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    if idle := REPAIRS.keys() - needed:
        raise ValueError(f"nothing to mend: {idle}")

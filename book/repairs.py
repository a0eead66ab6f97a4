"""Repair in the finished pages what the theme and myst-nb get wrong for screen readers."""

import re
from pathlib import Path

# What the pages say, and what they should say. If one no longer occurs, delete its repair.
REPAIRS = {
    r'<aside class="sidebar-drawer"': '<aside aria-label="This book" class="sidebar-drawer"',
    r'<aside class="toc-drawer': '<aside aria-label="This page" class="toc-drawer',
    r'<p class="caption" role="heading"': '<p class="caption" aria-level="2" role="heading"',
    r'<summary aria-label="Toggle hidden content"': "<summary",
    r'<div id="search-results">': '<h1>Search</h1>\n<div id="search-results">',
}


def repair(site: Path) -> None:
    """Apply the repairs to every page; raise ValueError if no page needs one of them."""
    made = dict.fromkeys(REPAIRS, 0)
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in REPAIRS.items():
            text, count = re.subn(old, new, text)
            made[old] += count
        path.write_text(text, encoding="utf-8")
    if idle := [old for old, count in made.items() if not count]:
        raise ValueError(f"no page needs these repairs any more, so delete them: {idle}")

"""Show a state with a symbol, a few words and a colour, and pytest's own text below it."""

import re
from html import escape

from classroom.display.html import breakable

# Badges with white text, whose contrast is 6 or more. The first beginning that fits counts: a red
# that we expect is calm, and an answer that isn't right yet isn't a failure.
_COLOURS = {
    "✘ red, as it should be": "#8a4b00",
    "✘ not yet": "#56606b",
    "✘": "#a4262c",
    "✔": "#1b6e3c",
    "○": "#56606b",
    "▷": "#56606b",
}
_BADGE = "display:inline-block;padding:2px 10px;border-radius:4px;font-weight:600"
_TEXT = "margin-top:6px;white-space:pre-wrap;overflow-wrap:anywhere"


def show_state(state: str, text: str = "", below: str = "") -> None:
    """Display a state, which begins with its symbol, and the text that pytest printed.

    `below` is HTML, for what the text needn't say.
    """
    from IPython.display import display

    colour = next(_COLOURS[start] for start in _COLOURS if state.startswith(start))
    style = f"{_BADGE};background:{colour};color:#ffffff"
    html = f'<div style="{style}">{breakable(state)}</div>'
    html += (f'<pre style="{_TEXT}">{_marked(text)}</pre>' if text else "") + below
    plain = f"{state}\n\n{text}" if text else state
    display({"text/plain": plain, "text/html": html}, raw=True)  # type: ignore[no-untyped-call]


def _marked(text: str) -> str:
    """Return pytest's text as HTML that marks the lines which say what went wrong."""
    return re.sub(r"(?m)^E  .*", r'<span class="pytest-says">\g<0></span>', escape(text))

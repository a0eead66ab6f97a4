"""Show a state in words, a symbol and a colour, with pytest's own text under it."""

from html import escape

# Badge colours with white text: contrast above 6 on JupyterLab's light and dark ground alike.
_COLOURS = {"✘": "#a4262c", "✔": "#1b6e3c", "○": "#56606b"}


def show_state(state: str, text: str = "") -> None:
    """Display one bundle: `state` begins with its symbol, `text` is what pytest printed."""
    from IPython.display import display

    badge = (
        f'<div style="display:inline-block;padding:2px 10px;border-radius:4px;font-weight:600;'
        f'background:{_COLOURS[state[0]]};color:#ffffff">{escape(state)}</div>'
    )
    body = (
        '<pre style="margin-top:6px;white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{escape(text)}</pre>"
        if text
        else ""
    )
    plain = f"{state}\n\n{text}" if text else state
    display({"text/plain": plain, "text/html": badge + body}, raw=True)  # type: ignore[no-untyped-call]

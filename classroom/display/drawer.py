"""A drawer as a part of a picture."""

from collections.abc import Container, Sequence

from classroom.display.html import element


def draw_drawer(
    cards: Sequence[tuple[str, str, str]], new: Container[tuple[str, str, str]] = (), by: str = ""
) -> str:
    """Return the cards as HTML, one line for each; a new one is marked, and says whose it is."""
    lines = ['<div class="stepper-drawer"><p>The drawer</p><ul>']
    for card in cards:
        number, change, note = card
        kind = "stepper-card" + (" stepper-read" if card in new else "")
        mark = element("em", by or "new") if card in new else ""
        lines.append(
            f'<li class="{kind}">{element("small", f"card {number}")} '
            f"{element('b', change.replace('-', '−'))} {element('span', note)} {mark}</li>"
        )
    empty = "" if cards else '<li class="stepper-none">empty</li>'
    return "\n".join([*lines, f"{empty}</ul></div>"])

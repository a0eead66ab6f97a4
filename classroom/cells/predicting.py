"""`predict`: the learner commits to an answer, and hears about it once they have seen the outcome.

Nothing is scored, and no answer at all is fine: every answer gets its reply all the same.
"""

import re
from dataclasses import dataclass

from classroom import predictions
from classroom.display.banner import show_state
from classroom.display.html import element, spelled
from classroom.errors import LessonError
from classroom.predictions.prediction import Prediction

_BLANK = ("", "___", "...")


@dataclass(frozen=True)
class Made:
    """A prediction, and the letter that the learner has chosen; empty if none."""

    prediction: Prediction
    chosen: str = ""


# By the place of the cell that shows the outcome or, without a place, by that cell's source. The
# one that waits for the next ordinary cell has an empty key.
_made: dict[str, Made] = {}


def predict(name: str, answer: str = "") -> None:
    """Commit to one of the answers, by its letter. The cell below shows what happens."""
    try:
        prediction = predictions.find(name)
    except predictions.NoSuchPredictionError as error:
        raise LessonError(str(error)) from None
    letters = ", ".join([*prediction.answers][:-1]) + f" or {[*prediction.answers][-1]}"
    chosen = answer.strip(" .)('\"").lower()
    if chosen in prediction.answers:
        said = prediction.answers[chosen].text.replace("`", "")  # it's shown as plain text
        show_state(f"▷ your prediction: {chosen}", said)
    elif answer.strip() in _BLANK:
        show_state(f"○ no prediction yet: write {letters} in place of ___, or go on without one")
        chosen = ""
    else:
        show_state(f"○ {answer!r} isn't one of the answers: write {letters}")
        chosen = ""
    _made[prediction.place] = Made(prediction, chosen)


def unquoted(source: str) -> str:
    """Return what to say of a cell whose letter has no quotation marks; empty if it has."""
    found = re.search(r"^predict\(.*,\s*([a-z])\s*\)", source, re.MULTILINE)
    return f'Put the letter between quotation marks: "{found[1]}"' if found else ""


def forget() -> None:
    """Forget all predictions: a round of the lesson begins."""
    _made.clear()


def show_replies(place: str) -> None:
    """Show the replies of the prediction about the cell at this place, if there is one."""
    if made := _made.get(place):
        _show(made)


def show_replies_below(source: str) -> None:
    """Show the replies of a prediction without a place below the ordinary cell that follows it."""
    if waiting := _made.pop("", None):
        _made[source] = waiting
    show_replies(source)


def _show(made: Made) -> None:
    from IPython.display import display

    prediction, chosen = made.prediction, made.chosen
    head = f"You predicted {chosen}." if chosen else "The answers:"
    items = []
    for letter, (text, reply) in prediction.answers.items():
        said = f"{letter}: {text}"
        mark = "✔ " if letter == prediction.right else ""
        first = f"<strong>{spelled(said)}</strong>" if letter == chosen else spelled(said)
        items.append(f"<li>{mark}{first} → {spelled(reply)}</li>")
    html = f"{element('p', head)}<ul>{''.join(items)}</ul>"
    plain = f"{head}\n{prediction.replies(chosen)}"
    display({"text/plain": plain, "text/html": html}, raw=True)  # type: ignore[no-untyped-call]

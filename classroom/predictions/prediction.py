"""What a prediction is: a question, two or three answers, and what each is told afterwards."""

from dataclasses import dataclass
from typing import NamedTuple


class Answer(NamedTuple):
    """One answer to choose, and the reply once the learner has seen what happens."""

    text: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """A contested moment of a lesson; its two cells are made from this.

    `name` is unique, such as `a-second-put`. `place` is the place of the `%%test` cell that shows
    what happens, such as `4a`; it's empty if an ordinary cell right below shows it. `answers` are
    by letter, and `right` is the letter of the one that comes true. `outcome` is what the cell
    shows: pytest's last line and, if a test fails, a colon and what pytest says of it, such as
    `1 failed: Failed: DID NOT RAISE`; for an ordinary cell, its text. `giveaways` are regular
    expressions for what would tell a reader the answer: a test looks for them above the cell, in
    the headings, in the contents and in the README.
    """

    name: str
    place: str
    question: str
    answers: dict[str, Answer]
    right: str
    outcome: str
    giveaways: tuple[str, ...]

    def replies(self, chosen: str = "") -> str:
        """Return the reply to each answer, with a mark for the right one and for the chosen one."""
        lines = []
        for letter, (text, reply) in self.answers.items():
            mark = "✔" if letter == self.right else " "
            yours = " (yours)" if letter == chosen else ""
            lines.append(f"{mark} {letter}{yours}: {text} → {reply}")
        return "\n".join(lines)

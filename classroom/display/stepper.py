"""Pictures to step through: a graph of states, shown as one piece of HTML with buttons.

Plain HTML and script, without a library. A widget (anywidget, ipywidgets) gets its picture from a
kernel or from a widget manager: a page of the book would have to load that from somewhere, and its
outputs name their models at random. This works wherever HTML is shown, and is the same every time.
"""

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from classroom.display.html import element

_STYLE = Path(__file__).with_suffix(".css")
_SCRIPT = Path(__file__).with_suffix(".js")
_STILL = "These are the first and the last state. Run the cell to step through all of them."
_FOUND = "✔ You found it."


@dataclass(frozen=True)
class State:
    """A picture, the words that announce it, and the next state of each button that works here.

    A button that leads to the state itself shows the current choice among others. `found` says
    that this state solves the task.
    """

    picture: str  # HTML; a line that recurs in other pictures is embedded once
    words: str
    actions: Mapping[str, Hashable] = field(default_factory=dict)
    found: bool = False


class Stepper:
    """States by their keys, from the first one to the last one of the path that is shown in print.

    `buttons` has the labels of all buttons in groups, by the title of each group; the buttons to go
    back are beside the first group. Without scripts (on paper, or in a notebook that isn't trusted)
    there are the first and the last state, and no buttons.
    """

    def __init__(
        self,
        title: str,
        states: Mapping[Any, State],
        first: Hashable,
        last: Hashable,
        buttons: Mapping[str, Sequence[str]],
        task: str = "",
    ) -> None:
        self.title, self.states, self.buttons, self.task = title, states, buttons, task
        self.first, self.last = states[first], states[last]
        self._start = list(states).index(first)
        labels = self._labels()
        if len(set(labels)) < len(labels):
            raise ValueError(f"two buttons have the same label: {labels}")
        for key, state in states.items():
            for label, target in state.actions.items():
                if label not in labels or target not in states:
                    raise ValueError(f"{label!r} leads from {key!r} to {target!r}: unknown")

    def __repr__(self) -> str:
        lines = [self.title, *([f"Task: {self.task}"] if self.task else [])]
        return "\n".join(
            [*lines, f"At the start: {self.first.words}", f"At the end: {self.last.words}"]
        )

    def _repr_html_(self) -> str:
        data = json.dumps(self._data(), ensure_ascii=False, separators=(",", ":"))
        # So that no text can end the script: the parser of a page doesn't know strings.
        data = data.replace("<", r"\u003c")
        # Two outputs of the same content share this name, and so can share the script.
        name = hashlib.sha256(data.encode()).hexdigest()[:12]
        script = _SCRIPT.read_text(encoding="utf-8")
        script = script.replace('"NAME"', f'"{name}"').replace('"DATA"', data, 1)
        task = element("strong", "Task:") + f" {escape(self.task)}"
        stills = _still("At the start", self.first) + _still("At the end", self.last)
        return (
            f"<style>{_STYLE.read_text(encoding='utf-8')}</style>"
            f'<div class="stepper" data-stepper="{name}" role="group" '
            f'aria-label="{escape(self.title)}">'
            f'<p class="stepper-title">{element("strong", self.title)}</p>'
            + (f'<p class="stepper-task">{task}</p>' if self.task else "")
            + f'<div class="stepper-stage">{stills}{element("p", _STILL)}</div></div>'
            f"<script>{script}</script>"
        )

    def _labels(self) -> list[str]:
        return [label for group in self.buttons.values() for label in group]

    def _data(self) -> dict[str, Any]:
        """Return what the script needs, with numbers in place of keys, labels and lines."""
        numbers = {key: number for number, key in enumerate(self.states)}
        labels = self._labels()
        lines: dict[str, int] = {}
        states, choices = [], set()
        for key, state in self.states.items():
            picture = [lines.setdefault(line, len(lines)) for line in state.picture.split("\n")]
            actions = {labels.index(label): numbers[to] for label, to in state.actions.items()}
            choices |= {labels.index(label) for label, to in state.actions.items() if to == key}
            words = f"{state.words} {_FOUND}" if state.found else state.words
            states.append([picture, words, actions, int(state.found)])
        return {
            "start": self._start,
            "groups": [[title, list(group)] for title, group in self.buttons.items()],
            "choices": sorted(choices),
            "lines": list(lines),
            "states": states,
        }


def _still(when: str, state: State) -> str:
    caption = element("figcaption", f"{when}: {state.words}")
    return f"<figure>{caption}{state.picture}</figure>"

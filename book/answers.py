"""The answer key: every exercise with its answer, its hints and the mistakes it recognises."""

from difflib import ndiff

from book.lessons import Lesson, Section, notebooks
from book.text import rewritten
from classroom.display.html import spelled
from classroom.exercises import LESSONS, ROOMS, find
from classroom.exercises.exercise import Exercise

_PART = """### {title}

[{where}]({link}), `{name}`

```python
{answer}```

{remark}

<p><b>Why it matters</b>: {why}</p>

<p><b>The hints</b>, in their order:</p>

<ol>{hints}</ol>

<details>
<summary>Mistakes that it recognises ({count}), with a part of what it says about each</summary>

{slips}

</details>"""


def answers() -> str:
    """Return a page with all exercises, lesson by lesson, and then room by room."""
    parts = []
    for lesson in notebooks():
        names = (LESSONS | ROOMS).get(lesson.path.stem, ())
        if names:
            parts.append(f"## {lesson.heading}")
            parts += [_exercise(lesson, name, find(name)) for name in names]
    return "\n\n".join(parts)


def where(lesson: Lesson, exercise: Exercise) -> Section:
    """Return the lesson's section with the exercise."""
    asked = exercise.statement.rpartition("\n\n")[2]
    for section in lesson.sections:
        if asked in section.text:
            return section
    raise ValueError(f"lesson {lesson.number} has no exercise of lesson {exercise.lesson}")


def _exercise(lesson: Lesson, name: str, exercise: Exercise) -> str:
    section = where(lesson, exercise)
    return _PART.format(
        title=exercise.title[:1].upper() + exercise.title[1:],
        where=section.title,
        link=lesson.link(section),
        name=name,
        answer=exercise.answer,
        remark=rewritten(exercise.remark),
        why=spelled(exercise.why),
        hints="".join(f"<li>{spelled(hint)}</li>" for hint in exercise.hints),
        count=len(exercise.wrong),
        slips="\n\n".join(
            f"<p><em>{spelled(message)}</em></p>\n\n"
            f"```diff\n{_differing(exercise.answer, code)}\n```"
            for code, message in exercise.wrong.items()
        ),
    )


def _differing(answer: str, wrong: str) -> str:
    """Return the lines in which a wrong answer differs: - for ours, + for the learner's."""
    lines = ndiff(answer.splitlines(), wrong.splitlines())
    return "\n".join(line[0] + line[2:] for line in lines if line[0] in "-+")

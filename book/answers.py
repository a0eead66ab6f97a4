"""The answer key: every exercise with its answer, its hints and the slips that it knows."""

from difflib import ndiff

from book.lessons import lessons
from classroom.exercise import Exercise
from exercises import LESSONS, find


def answers() -> str:
    """Return a page of all exercises, lesson by lesson."""
    parts = []
    for lesson in lessons():
        names = LESSONS.get(lesson.path.stem, ())
        if names:
            parts.append(f"## Lesson {lesson.number} · {lesson.title}")
            parts += [_exercise(name, find(name)) for name in names]
    return "\n\n".join(parts)


def _exercise(name: str, exercise: Exercise) -> str:
    hints = "\n".join(f"{number}. {hint}" for number, hint in enumerate(exercise.hints, 1))
    slips = "\n\n".join(
        f"*{message}*\n\n```diff\n{_differing(exercise.answer, code)}\n```"
        for code, message in exercise.wrong.items()
    )
    return f"""### {exercise.title[:1].upper()}{exercise.title[1:]}

`{name}`

```python
{exercise.answer}```

**Why it matters**: {exercise.why}

**The hints**, one after the other:

{hints}

<details>
<summary>Slips that it knows ({len(exercise.wrong)}), and a part of what it says to each</summary>

{slips}

</details>"""


def _differing(answer: str, wrong: str) -> str:
    """Return the lines in which a wrong answer differs: - ours, + the learner's."""
    lines = ndiff(answer.splitlines(), wrong.splitlines())
    return "\n".join(line[0] + line[2:] for line in lines if line[0] in "-+")

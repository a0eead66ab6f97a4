"""The extension of JupyterLab that opens one lesson at a time, and keeps what the learner does."""

import hashlib
import json
from pathlib import Path
from typing import Any

from classroom.lessons import notebooks
from classroom.logbook import RENAMED

HERE = Path(__file__).parent
NAME = "@eventstore/one-lesson"
WORK = "work.js"  # which the first page uses, too
# Its own plugin replaces this one of JupyterLab.
DISABLED = ["@jupyterlab/apputils-extension:state"]
FROM_THE_EXTENSION = "../../../../"


def write(site: Path) -> dict[str, Any]:
    """Write the extension; return what JupyterLite's configuration has to say about it."""
    work = (HERE / WORK).read_bytes()
    (site / WORK).write_bytes(work)
    settings = {
        "editions": {lesson.path.name: edition(lesson.path) for lesson in notebooks()},
        "renamed": RENAMED,
        "work": f"{FROM_THE_EXTENSION}{WORK}",
    }
    script = (HERE / "one_lesson.js").read_text(encoding="utf-8")
    script = script.replace("{/* settings */}", json.dumps(settings))
    # Browsers cache files by name.
    load = f"static/one_lesson.{hashlib.sha256(script.encode()).hexdigest()[:12]}.js"
    path = site / "extensions" / NAME / load
    path.parent.mkdir(parents=True)
    path.write_text(script, encoding="utf-8", newline="\n")
    extension = {"name": NAME, "load": load, "extension": "./extension"}
    return {"federated_extensions": [extension], "disabledExtensions": DISABLED}


def edition(lesson: Path) -> str:
    """Return what tells this lesson from another version: a learner's copy of it is replaced."""
    return hashlib.sha256(lesson.read_bytes()).hexdigest()[:12]

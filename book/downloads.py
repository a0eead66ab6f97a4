"""What the book's readers can download: the lessons' notebooks, and the whole project."""

import shutil
import subprocess
from pathlib import Path

from book import lessons

PROJECT = "eventstore-workshop"


def notebooks(folder: Path) -> None:
    """Copy the notebook of each lesson and room to the place of its page."""
    (folder / "lessons").mkdir(parents=True)
    for lesson in lessons.notebooks():
        shutil.copy(lesson.path, folder / "lessons")


def project(folder: Path) -> str:
    """Pack the project's last commit and return the archive's name; "" outside of a git clone."""
    name = f"{PROJECT}.zip"
    pack = ["archive", f"--prefix={PROJECT}/", f"--output={folder.resolve() / name}", "HEAD"]
    if not (lessons.ROOT / ".git").exists():
        return ""
    subprocess.run([shutil.which("git") or "git", "-C", str(lessons.ROOT), *pack], check=True)  # noqa: S603
    return name

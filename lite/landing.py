"""The page that leads to the lessons: the list of them, and what there is to load."""

import html
import json
import re
from pathlib import Path

HERE = Path(__file__).parent


def write(site: Path, python: Path) -> None:
    """Write index.html from the page beside this file."""
    sizes = {
        path.relative_to(site).as_posix(): path.stat().st_size for path in sorted(python.iterdir())
    }
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace("<!-- lessons -->", "\n      ".join(map(_item, _lessons(site))))
    page = page.replace("{/* files */}", json.dumps(sizes))
    (site / "index.html").write_text(page, encoding="utf-8", newline="\n")


def _lessons(site: Path) -> list[Path]:
    return sorted((site / "files").glob("*.ipynb"))


def _item(path: Path) -> str:
    opening = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    title, minutes = re.search(r"^# (.+)$.*\*\*Minutes\*\*: (\d+)", opening, re.S | re.M).groups()
    address = f"lab/index.html?path={path.name}"
    return f'<li><a href="{address}">{html.escape(title)}</a> <span>{minutes} min</span></li>'

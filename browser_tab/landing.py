"""The page that leads to the lessons: the list of them, and what there is to load."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


def write(site: Path, python: Path) -> None:
    """Write index.html from the page beside this file."""
    sizes = {
        path.relative_to(site).as_posix(): path.stat().st_size for path in sorted(python.iterdir())
    }
    items = [_item(*lesson) for lesson in _lessons(site / "files")]
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace("<!-- lessons -->", "\n      ".join(items))
    page = page.replace("{/* files */}", json.dumps(sizes))
    (site / "index.html").write_text(page, encoding="utf-8", newline="\n")


def _lessons(folder: Path) -> Iterator[tuple[Path, str, str]]:
    for path in sorted(folder.glob("*.ipynb")):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        title, minutes = re.search(r"# (.+)\n[\s\S]*\*\*Minutes\*\*: (\d+)", first).groups()
        yield path, title, minutes


def _item(path: Path, title: str, minutes: str) -> str:
    address = f"lab/index.html?path={path.name}"
    return f'<li><a href="{address}">{html.escape(title)}</a> <span>{minutes} min</span></li>'

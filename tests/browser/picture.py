"""The picture in README.md: some cells of a lesson in a real JupyterLab. `make picture`.

Its name has a digest of what these cells say, and a test compares it, so the picture can't be of
an older lesson.
"""

import re
import tempfile
from pathlib import Path

from ..notebooks.pictured import LESSON, digest, pictured
from .lab import running_lab
from .learner import LONG_SCREEN, arrived

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
LINK = re.compile(r"notebooks/lesson-?\w*\.png")


def main() -> None:
    """Take the picture, and name it in the README."""
    name = f"notebooks/lesson-{digest()}.png"
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as address,
        arrived(address, Path(folder)) as learner,
        learner.lesson(LESSON.stem),
    ):
        learner.page.set_viewport_size(LONG_SCREEN)
        learner.command("run-all-cells")
        box = learner.page.evaluate_handle("notebook.unroll()").as_element()
        shown = pictured(learner.cells())
        cells = learner.page.locator(".jp-Notebook:visible .jp-Cell")
        cells.nth(shown[0]).scroll_into_view_if_needed()
        top = cells.nth(shown[0]).bounding_box()["y"]
        box.evaluate("(box, top) => box.scrollBy(0, top - 200)", top)
        first, last = (cells.nth(at).bounding_box() for at in (shown[0], shown[-1]))
        clip = {"x": first["x"], "y": first["y"], "width": first["width"]}
        clip["height"] = last["y"] + last["height"] - first["y"]
        for old in ROOT.glob("notebooks/lesson*.png"):
            old.unlink()
        learner.page.screenshot(path=ROOT / name, clip=clip)
    README.write_text(LINK.sub(name, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

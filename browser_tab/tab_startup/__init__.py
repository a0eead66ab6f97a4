"""What the tab's Python does before the first cell runs."""

import json
import os
import sys
import tempfile
from pathlib import Path

from tab_startup import interrupts, keeping
from tab_startup.guard import stay_here
from tab_startup.on_demand import OnDemand, origins

# The files that JupyterLab shows; the browser keeps them. It isn't always there.
DRIVE = Path("/drive")


def begin() -> None:
    """Close the way out, find packages on demand, and keep the learner's work over a reload."""
    sources = json.loads(Path(__file__).with_name("on_demand.json").read_text())
    stay_here(*origins(sources))
    sys.meta_path.append(OnDemand(sources))
    interrupts.listen()
    home = DRIVE
    if not home.is_dir():
        home = Path.home()
        keeping.begin(home)
    os.environ.setdefault("EVENTSTORE_MY", str(home / "my"))
    # Every access to the drive is a request to the page, so temporary files stay off it.
    working = Path("/tmp/lesson")  # noqa: S108 - nobody else is in this tab
    working.mkdir(exist_ok=True)
    os.chdir(working)
    # The drive would wait forever for a file that has lost its name; Windows has none of these.
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[misc]

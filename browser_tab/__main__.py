"""Build the site for the browser tab: `python -m browser_tab [--vendor FOLDER] [SITE]`."""

import argparse
from pathlib import Path

from browser_tab import site

parser = argparse.ArgumentParser(prog="python -m browser_tab", description=__doc__)
parser.add_argument("site", nargs="?", type=Path, default=site.ROOT / "_site")
parser.add_argument("--cache", type=Path, default=site.ROOT / "build" / "browser_tab")
parser.add_argument(
    "--vendor",
    metavar="FOLDER",
    type=Path,
    help="take pandas and what it needs from this folder of the Pyodide "
    "distribution's wheels, for a room without internet",
)
options = parser.parse_args()
site.build(options.cache.resolve(), options.site.resolve(), options.vendor)
size = sum(path.stat().st_size for path in options.site.rglob("*") if path.is_file())
print(f"{options.site}: {size / 1e6:.1f} MB")  # noqa: T201

"""What lessons need from the site: the first page loads it, and the browser keeps it."""

import hashlib
import re
from pathlib import Path

# Pictures, fonts for formulas, licences, other pages of JupyterLite, and the page with this list.
NOT_NEEDED = re.compile(
    r"(doc|static)/|index\.html|lab/(tree|workspaces|package)|(jupyterlite-)?service-worker"
    r"|.*\.(ico|ts|txt|woff2?)$|.*(install|package|schema|v0|licenses)\.json$|extensions/.*/pypi/|icon-512"
)
# A larger part of JupyterLab draws diagrams, charts or a terminal, and no lesson has one.
PARTS, LARGE, CORE = re.compile(r"build/\w+\.\w+\.js"), 255_000, "build/jlab_core"


def files(site: Path) -> dict[str, tuple[int, str]]:
    """Return the size and the digest of each file that a lesson may need, by its name."""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    contents = {
        name: path.read_bytes() for name, path in sorted(paths.items()) if _needed(path, name)
    }
    return {
        name: (len(content), hashlib.sha256(content).hexdigest()[:12])
        for name, content in contents.items()
    }


def _needed(path: Path, name: str) -> bool:
    if PARTS.match(name) and not name.startswith(CORE) and path.stat().st_size > LARGE:
        return False
    return not NOT_NEEDED.match(name)

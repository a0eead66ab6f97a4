"""The Pythons that the workshop supports, as `requires-python` in pyproject.toml says."""

import re

from classroom.backend.settings import project_root


def supported() -> list[str]:
    """Return the supported versions, oldest first: "3.11", "3.12" ...

    There are none without a pyproject.toml: a browser tab comes with its own Python.
    """
    import tomllib

    file = project_root() / "pyproject.toml"
    if not file.is_file():
        return []
    declared = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["requires-python"]
    bounds = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", declared)
    if bounds is None:
        raise ValueError(f"requires-python should look like '>=3.11,<3.15', got {declared!r}")
    return [f"3.{minor}" for minor in range(int(bounds[1]), int(bounds[2]))]

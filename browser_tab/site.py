"""Put the site together: JupyterLab, the lessons, Python, and the first page."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from browser_tab import compiled, landing, later, one_lesson, packages, pyodide, wheel
from classroom import lessons
from classroom.taking_home import originals

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "browser_tab"
BIN = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
TOOL = ROOT / ".venv-browser-tab" / BIN
EXTENSION = "extensions/@jupyterlite/pyodide-kernel-extension/static"
IN_EXTENSION = ("ipykernel-", "piplite-", "pyodide_kernel-")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
OWN = ("eventstore", "classroom")
STARTUP = "/lib/python3.14/site-packages/tab_startup/startup.py"
# For browsers too old to run Python, for builders of JupyterLite, and a page about it.
UNUSED = (
    "build/fa-*.eot",
    "build/fa-*.svg",
    "build/fa-*.ttf",
    "rspack.config*.js",
    "package.json",
    "doc/*/index.html",
    "lab/favicon.ico",  # 300 KB
)
SCRIPTS = HERE / "scripts"
GATE = """
      (function () {
        try { if (localStorage.getItem('%s') === 'here') return; } catch (error) { /* blocked */ }
        location.replace('../index.html' + location.search + location.hash);
      })();
    """
STYLES = (ROOT / "classroom/display/custom.css", HERE / "narrow.css")
# What the kernel says of itself. Otherwise, a lesson would be unsaved as soon as it's open.
KERNELSPEC = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
LANGUAGE = {
    "codemirror_mode": {"name": "python", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.8",
}
EPOCH = "1577836800"  # the start of 2020: the time of every file in the list of contents


def build(cache: Path, site: Path, vendored: Path | None) -> None:
    """Build the site from scratch, except for what is in the cache."""
    if site.exists() and any(site.iterdir()) and not (site / "jupyter-lite.json").exists():
        sys.exit(f"{site} contains other files, which would be lost; choose another folder.")
    packages.fetch(cache / "wheels")
    pyodide.fetch(pyodide.home(cache))
    work = cache / "work"
    for folder in (work, site):
        shutil.rmtree(folder, ignore_errors=True)
    (work / "wheels").mkdir(parents=True)
    jupyterlite(work, site)
    stdlib = collect(cache, site, work / "wheels", vendored)
    python, names = place(pyodide.home(cache), stdlib, work / "wheels", site)
    configure(site, f"./{python.name}/{pyodide.START.name}", names)
    add_to_the_configuration(site, one_lesson.write(site))
    dress(site / "lab" / "index.html", python.name)
    scripts(site)
    landing.write(site, python.name)


def jupyterlite(work: Path, site: Path) -> None:
    """Have JupyterLite build its part, with the lessons without their outputs."""
    folder = work / "lessons"
    folder.mkdir()
    for lesson in lessons.notebooks():
        copy = folder / lesson.path.name
        copy.write_text(for_the_tab(lesson.path), encoding="utf-8", newline="\n")
    # The lessons link to these.
    shutil.copytree(ROOT / "eventstore", folder / "eventstore", ignore=lambda *_: ["__pycache__"])
    shutil.copyfile(ROOT / "notebooks/README.md", folder / "README.md")
    for name in ("jupyter-lite.json", "overrides.json"):
        shutil.copyfile(HERE / name, work / name)
    command = [TOOL, "-m", "jupyterlite_core", "build", "--lite-dir", work, "--output-dir", site]
    command += ["--contents", folder, "--apps", "lab", "--no-unused-shared-packages"]
    log = work / "build.log"
    with log.open("w") as output:
        subprocess.run(  # noqa: S603
            [*command, "--no-sourcemaps"],
            check=True,
            cwd=work,  # it notes there what is done; a new folder has no notes
            stdout=output,
            stderr=output,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        )
    for pattern in UNUSED:
        for path in site.glob(pattern):
            path.unlink()
    for path in site.glob("api/contents/**/all.json"):  # or they have the order of this disk
        listing = json.loads(path.read_text())
        listing["content"].sort(key=lambda entry: entry["name"])
        path.write_text(json.dumps(listing, indent=1))


def scripts(site: Path) -> None:
    """Add our scripts; the service worker imports JupyterLite's, so that one gets another name."""
    worker = site / "service-worker.js"
    worker.rename(site / "jupyterlite-service-worker.js")
    shutil.copyfile(SCRIPTS / "service_worker.js", worker)
    (site / "scripts").mkdir()
    for name in ("loading.js", "storage.js", "watch_the_start.js"):
        shutil.copyfile(SCRIPTS / name, site / "scripts" / name)


def dress(page: Path, python: str) -> None:
    """Give the page the lessons' styles, and say where the icon is.

    Otherwise, the browser would look for an icon at the root and log an error. The first page comes
    before this one: it says what is missing, and shows how much of it has come.
    """
    links = ['<link rel="icon" href="../icon-120x120.png">']
    for styles in STYLES:
        shutil.copyfile(styles, page.with_name(styles.name))
        links.append(f'<link rel="stylesheet" href="{styles.name}">')
    links.append(f"<script>{GATE % python}</script>")
    links.append('<script src="../scripts/storage.js"></script>')
    links.append('<script src="../scripts/watch_the_start.js"></script>')
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("<title>", "\n    ".join([*links, "<title>"]), 1), encoding="utf-8"
    )


def for_the_tab(path: Path) -> str:
    """Return a lesson as a learner gets it, with links and a kernel that exist in the tab."""
    notebook = lessons.stripped(path)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("](../", "](")  # the tab has no folders
    notebook["metadata"] |= {
        "kernelspec": KERNELSPEC,
        "language_info": LANGUAGE,
        "edition": one_lesson.edition(path),
    }
    return lessons.as_text(notebook)


def collect(cache: Path, site: Path, wheels: Path, vendored: Path | None) -> Path:
    """Collect the wheels: the fetched ones, the kernel's, our own; return the standard library."""
    packages.prepare(cache / "wheels", wheels)
    for path in (site / EXTENSION / "pypi").glob("*.whl"):
        if path.name.startswith(IN_EXTENSION):
            shutil.copyfile(path, wheels / path.name)
    sources = json.dumps(later.arrange(pyodide.home(cache), wheels, site, vendored), indent=1)
    stdlib = compiled.replace(pyodide.home(cache), wheels, cache / "compiled")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    own = {name: data for package in OWN for name, data in files(ROOT / package).items()}
    own[originals.PACKED] = originals.pack().encode()
    tab = {**files(HERE / "tab_startup"), "tab_startup/on_demand.json": sources.encode()}
    wheel.write(wheels, "eventstore_dynamodb", version, own)
    wheel.write(wheels, "tab_startup", version, tab)
    wheel.write(wheels, "cryptography", "0+import.only", files(HERE / "stand_in/cryptography"))
    # It fills holes in moto's own wheel, from which packages.py has left these out.
    wheel.write(wheels, "moto_stand_in", "0+import.only", files(HERE / "stand_in/moto"))
    return stdlib


def files(package: Path) -> dict[str, bytes]:
    """Return a package's files by their names in a wheel."""
    paths = [path for path in package.rglob("*") if path.is_file()]
    return {
        path.relative_to(package.parent).as_posix(): path.read_bytes()
        for path in paths
        if "__pycache__" not in path.parts
    }


def place(fetched: Path, stdlib: Path, wheels: Path, site: Path) -> tuple[Path, list[str]]:
    """Put Python into a folder named after its contents, as browsers cache files by name."""
    folder = site / "python"
    folder.mkdir()
    names = pyodide.place(fetched, folder, wheels)
    shutil.copyfile(stdlib, folder / stdlib.name)
    lock = (folder / "pyodide-lock.json").read_bytes() + pyodide.SHA512.encode()
    lock += pyodide.START.read_bytes()
    content = hashlib.sha256(lock + stdlib.read_bytes()).hexdigest()
    return folder.rename(site / f"python-{content[:12]}"), names


def configure(site: Path, python: str, names: list[str]) -> None:
    """Tell the kernel where its Python is, and to load all of its packages at the start."""
    path = site / "jupyter-lite.json"
    config: dict[str, Any] = json.loads(path.read_text())
    settings = config["jupyter-config-data"]["litePluginSettings"][KERNEL]
    settings["pyodideUrl"] = python
    settings["loadPyodideOptions"] = {"packages": names, "env": {"PYTHONSTARTUP": STARTUP}}
    path.write_text(json.dumps(config, indent=1, sort_keys=True))


def add_to_the_configuration(site: Path, more: dict[str, list[Any]]) -> None:
    """Append to lists of JupyterLite's configuration."""
    path = site / "jupyter-lite.json"
    config: dict[str, Any] = json.loads(path.read_text())
    for name, values in more.items():
        config["jupyter-config-data"].setdefault(name, []).extend(values)
    path.write_text(json.dumps(config, indent=1, sort_keys=True))

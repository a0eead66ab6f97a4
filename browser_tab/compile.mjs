// Compiles Python for the tab, with the tab's own Python: `node compile.mjs PYTHON FOLDER`.
// For each archive in FOLDER it writes another, *.compiled, with a .pyc for each .py. A browser need
// not compile them then whenever Python starts.
import { pathToFileURL } from "node:url";

const [runtime, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${runtime}/` });
python.mountNodeFS("/archives", folder);
python.runPython(`
import warnings, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

warnings.simplefilter("ignore")  # at what others wrote
for path in sorted(Path("/archives").iterdir()):
    place = "/lib/python314.zip/" if path.suffix == ".zip" else "/lib/python3.14/site-packages/"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(f"{path}.compiled", "w") as compiled:
        for name in sorted(archive.namelist()):
            if name.endswith(".py"):
                code = compile(archive.read(name), place + name, "exec", dont_inherit=True)
                compiled.writestr(name + "c", _code_to_hash_pyc(code, bytes(8), checked=False))
`);

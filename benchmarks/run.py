"""From a server to a question to an answer, and all answers to the two files of results."""

import argparse
import functools
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.answer import Answer
from benchmarks.catching_up import catching_up
from benchmarks.executing import executing
from benchmarks.imports import imports
from benchmarks.picture import draw
from benchmarks.projecting import states
from benchmarks.questions import append_hundred, append_one, query
from benchmarks.report import goals, report
from benchmarks.servers import isolate, started
from benchmarks.sizes import FULL, QUICK, SMALLEST, Sizes
from tests.servers.fixtures import MissingServerError

say = functools.partial(print, flush=True)


def ask(server: str, questions: list[Callable[[str, Sizes], Answer]], sizes: Sizes) -> list[Answer]:
    """Start a server and ask one question after another; say it where there is no such server."""
    answers = []
    try:
        with started(server) as url:
            for question in questions:
                start = time.perf_counter()
                say(f"{server}: {question.__name__} ...")
                answers.append(question(url, sizes))
                say(f"  {time.perf_counter() - start:.0f} s")
    except MissingServerError as missing:
        names = ", ".join(question.__name__ for question in questions)
        answers.append(Answer(names, f"Not measured. {missing}"))
    return answers


def main() -> None:
    """Measure, write both files, and end with the goals."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure, side by side."
    )
    parser.add_argument("--quick", action="store_const", const=QUICK, default=FULL, dest="sizes")
    parser.add_argument("--smallest", action="store_const", const=SMALLEST, dest="sizes")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    options = parser.parse_args()
    sizes: Sizes = options.sizes
    isolate()
    answers = ask("dynalite", [append_one, query, states], sizes)
    answers += ask("MiniStack", [append_hundred, catching_up, executing], sizes)
    say("import ...")
    answers.append(imports(sizes))
    drawn = [answer.drawn for answer in answers if answer.drawn]
    picture = draw(options.into / "results.svg", sizes.events, *drawn) if drawn else ""
    text = report(answers, sizes.name, picture)
    (options.into / "results.md").write_text(text, encoding="utf-8")
    say("", *goals(answers), sep="\n")

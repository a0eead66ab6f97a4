"""The commands for a terminal: `python -m classroom`."""

import argparse
import io
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from classroom import lessons, logbook
from classroom.backend.connect import connect
from classroom.backend.doctor import examine
from classroom.backend.policy import policy
from classroom.backend.pythons import how_to_run
from classroom.backend.settings import read_settings
from classroom.backend.tables import drop_table, make_table, tables
from classroom.errors import FriendlyError, LessonError, SettingsError
from classroom.taking_home import shown

EXAMPLES = """\
python -m classroom doctor            find out what would stop a lesson, and how to fix it
python -m classroom doctor --json     the same for a script; exit code 0: a lesson would run
python -m classroom table create      create the tables of all lessons before a class begins
python -m classroom table status      list the tables with your prefix
python -m classroom table drop        drop them; asks first, unless you add --yes
python -m classroom progress          show which exercises you have done
python -m classroom progress --reset  start over; the old file is kept beside the new one
python -m classroom copies            copy the lessons that my/ lacks, as start.py does
python -m classroom reset 2           make lesson 02 new again; your copy is kept beside it
python -m classroom checkpoint 04     join at lesson 04, with the lessons before it solved
python -m classroom policy            print an IAM policy for learners in one AWS account

LESSON is a number or a name: 2, 02, append, 02_append. A is room A of the bug museum. On AWS,
doctor only calls DescribeTable and ListTagsOfResource, which are free. Exit codes: 0 done, 1 not
done, 2 not understood."""


def doctor(asked: argparse.Namespace) -> int:
    """Print what the doctor finds."""
    found = examine()
    runs = all(finding.state != "fail" for finding in found)
    if asked.json:
        # Scripts have read this shape since 1.0, so a finding is still called a check here.
        print(json.dumps({"ok": runs, "checks": [asdict(finding) for finding in found]}, indent=1))
    else:
        print(*(f"{each} ({each.detail})".removesuffix(" ()") for each in found), sep="\n")
        print(f"A lesson would {'' if runs else 'not '}run here.")
    return not runs


def table(asked: argparse.Namespace) -> None:
    """Create, list or drop the tables with the prefix."""
    if read_settings().backend == "embedded":
        raise SettingsError(
            "EVENTSTORE_BACKEND is 'embedded', so each notebook has tables of its own.\n"
            "Choose local or aws to share them."
        )
    client = connect()
    if asked.action == "create":
        for lesson in lessons.lessons():
            print(f"{make_table(client, lesson.number)}: ready")
        return
    found = tables(client)
    for name, is_ours in found.items():
        print(f"{name}: {'ours' if is_ours else 'not ours, so we leave it alone'}")
    ours = [name for name, is_ours in found.items() if is_ours and asked.action == "drop"]
    question = "Drop our tables, with everything in them? [yes/no] "
    if ours and not asked.yes and input(question) != "yes":
        raise EOFError
    for name in ours:
        drop_table(client, name)
        print(f"{name}: dropped")


def copy(asked: argparse.Namespace) -> None:
    """Make a lesson new again; for a checkpoint, also solve the ones before it."""
    original, solved = lessons.lesson(asked.lesson), asked.command == "checkpoint"
    kept = lessons.checkpoint(original) if solved else lessons.reset(original)
    before = ", and the lessons before it are solved" if solved else ""
    print(f"my/{original.path.name} is new again{before}")
    for path in kept:
        print(f"your old copy is kept as {shown(path)}")
    if kept:
        print("Is it open in JupyterLab? Choose Revert there, then restart its kernel.")


def progress(asked: argparse.Namespace) -> None:
    """Show the exercises of every lesson; with --reset, start over."""
    if asked.reset:
        logbook.forget()
    print(logbook.progress())


def copies(_: argparse.Namespace) -> None:
    """Make the learner's first copies, and say what has become of older ones."""
    if kept := lessons.make_copies():
        print("This is a new edition of the lessons, with your answers. Your old copies are kept:")
        for path in kept:
            print(f"  {path.parent.name}/{path.name}")


COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "doctor": doctor,
    "table": table,
    "progress": progress,
    "copies": copies,
    "reset": copy,
    "checkpoint": copy,
    "policy": lambda asked: print(json.dumps(policy(asked.prefix), indent=2)),
}


def understand(arguments: list[str] | None) -> argparse.Namespace:
    """Parse the arguments; print the usage and exit if they make no sense."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m classroom", epilog=EXAMPLES, formatter_class=raw)
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = {name: parsers.add_parser(name).add_argument for name in COMMANDS}
    add["doctor"]("--json", action="store_true", help="print JSON, for a script")
    add["table"]("action", choices=("create", "status", "drop"))
    add["table"]("--yes", action="store_true", help="drop without asking")
    for name in ("reset", "checkpoint"):
        add[name]("lesson", metavar="LESSON", help="2, 02, append or 02_append; A is a room")
    add["progress"]("--reset", action="store_true", help="start over; the old file is kept")
    by_user = "the learner's EVENTSTORE_PREFIX (default: the name of the IAM user)"
    add["policy"]("--prefix", default="${aws:username}", help=by_user)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # some consoles can't print a tick
    asked, code = understand(arguments), 1
    try:
        return COMMANDS[asked.command](asked) or 0
    except FriendlyError as error:
        told, code = str(error), 2 if isinstance(error, LessonError) else 1
    except (KeyboardInterrupt, EOFError):
        told = "Stopped."
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    except Exception as error:
        module = type(error).__module__
        if not (isinstance(error, ModuleNotFoundError) or module.startswith("botocore")):
            raise  # a bug of ours
        elsewhere = how_to_run(" ".join(arguments or sys.argv[1:]))
        told = f"{type(error).__name__}. To find out more, run: python -m classroom doctor"
        if elsewhere and isinstance(error, ModuleNotFoundError):
            told = f"This isn't the workshop's Python: it's {sys.executable}.\nType: {elsewhere}"
    print(told, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())

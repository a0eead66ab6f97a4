"""What can be asked of a lab in a terminal."""

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
from classroom.backend.settings import read_settings
from classroom.backend.tables import drop_table, make_table, tables
from classroom.errors import FriendlyError, LessonError, SettingsError
from classroom.home import shown

EXAMPLES = """\
python -m classroom doctor            what is in the way of a lesson, and what helps
python -m classroom doctor --json     the same for a machine; exit code 0: a lesson would run
python -m classroom table create      make the tables of all lessons before a class begins
python -m classroom table status      the tables with your prefix
python -m classroom table drop        drop them; asks first, but with --yes
python -m classroom progress          which exercises you have done
python -m classroom progress --reset  none of them any more; the file is kept beside it
python -m classroom reset 2           lesson 02 as new; your copy is kept beside it
python -m classroom checkpoint 04     join at lesson 04: the ones before it are solved
python -m classroom policy            an IAM policy for learners in one AWS account

LESSON is a number or a name: 2, 02, append, 02_append. On AWS, doctor asks DescribeTable and
ListTagsOfResource only: it spends nothing. Exit codes: 0 done, 1 not done, 2 not understood."""


def doctor(asked: argparse.Namespace) -> int:
    """Print what every check finds."""
    found = examine()
    runs = all(check.state != "fail" for check in found)
    if asked.json:
        print(json.dumps({"ok": runs, "checks": [asdict(check) for check in found]}, indent=1))
    else:
        print(*(f"{check} ({check.detail})".removesuffix(" ()") for check in found), sep="\n")
        print(f"A lesson would {'' if runs else 'not '}run here.")
    return not runs


def table(asked: argparse.Namespace) -> None:
    """Make, show or drop the tables of the prefix."""
    if read_settings().backend == "embedded":
        raise SettingsError("EVENTSTORE_BACKEND is embedded: each notebook has tables of its own")
    client = connect()
    if asked.action == "create":
        for path in lessons.lessons():
            print(f"{make_table(client, path.stem.partition('_')[0])}: ready")
        return
    found = tables(client)
    for name, is_ours in found.items():
        print(f"{name}: {'ours' if is_ours else 'not ours, we leave it alone'}")
    ours = [name for name, is_ours in found.items() if is_ours and asked.action == "drop"]
    if ours and not asked.yes and input("Drop ours, with all that is in them? [yes/no] ") != "yes":
        raise EOFError
    for name in ours:
        drop_table(client, name)
        print(f"{name}: dropped")


def copy(asked: argparse.Namespace) -> None:
    """Make a lesson anew; for a checkpoint the ones before it, too, but solved."""
    original, solved = lessons.lesson(asked.lesson), asked.command == "checkpoint"
    kept = lessons.checkpoint(original) if solved else lessons.reset(original)
    before = ", and the lessons before it are solved" if solved else ""
    print(f"my/{original.name} is as new{before}")
    for path in kept:
        print(f"yours is kept as {shown(path)}")
    if kept:
        print("Is it open in JupyterLab? Answer Revert there, then restart its kernel.")


def progress(asked: argparse.Namespace) -> None:
    """Show the exercises of every lesson; or begin anew, the file kept beside."""
    if asked.reset:
        logbook.forget()
    print(logbook.progress())


COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "doctor": doctor,
    "table": table,
    "progress": progress,
    "reset": copy,
    "checkpoint": copy,
    "policy": lambda asked: print(json.dumps(policy(asked.prefix), indent=2)),
}


def understand(arguments: list[str] | None) -> argparse.Namespace:
    """Return what was asked for, or say how to ask."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m classroom", epilog=EXAMPLES, formatter_class=raw)
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = {name: parsers.add_parser(name).add_argument for name in COMMANDS}
    add["doctor"]("--json", action="store_true", help="for a machine")
    add["table"]("action", choices=("create", "status", "drop"))
    add["table"]("--yes", action="store_true", help="drop without asking")
    for name in ("reset", "checkpoint"):
        add[name]("lesson", metavar="LESSON", help="2, 02, append or 02_append")
    add["progress"]("--reset", action="store_true", help="begin anew; the file is kept beside")
    by_user = "what a learner's EVENTSTORE_PREFIX is (default: the name of the IAM user)"
    add["policy"]("--prefix", default="${aws:username}", help=by_user)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked for; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may know no ticks
    asked, code = understand(arguments), 1
    try:
        return COMMANDS[asked.command](asked) or 0
    except FriendlyError as error:
        told, code = str(error), 2 if isinstance(error, LessonError) else 1
    except (KeyboardInterrupt, EOFError):
        told = "Stopped."
    except Exception as error:
        module = type(error).__module__
        if not (isinstance(error, ModuleNotFoundError) or module.startswith("botocore")):
            raise  # a mistake of ours
        told = f"{type(error).__name__}. To know more: python -m classroom doctor"
    print(told, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())

"""What can be asked of a lab in a terminal: `python -m classroom --help`."""

import argparse
import io
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from classroom import copies, logbook
from classroom.connect import connect
from classroom.doctor import examine
from classroom.errors import FriendlyError, LessonError, SettingsError
from classroom.home import shown
from classroom.policy import policy
from classroom.settings import read_settings
from classroom.tables import drop_table, make_table, tables

EXAMPLES = """\
python -m classroom doctor            what is in the way of a lesson, and what helps
python -m classroom doctor --json     the same for a machine; exit code 0: a lesson would run
python -m classroom table create      make the tables of all lessons before a class begins
python -m classroom table status      the tables with your prefix
python -m classroom table drop        drop them; asks first
python -m classroom progress          which exercises you have done
python -m classroom reset 2           lesson 02 as new; your copy is kept beside it
python -m classroom checkpoint 04     join at lesson 04: the ones before it are solved
python -m classroom policy            an IAM policy for learners in one AWS account

LESSON is a number or a name: 2, 02, append, 02_append.
On AWS, doctor asks DescribeTable and ListTagsOfResource only: it spends nothing."""


def doctor(options: argparse.Namespace) -> int:
    """Print what every check finds."""
    found = examine()
    runs = all(check.state != "fail" for check in found)
    if options.json:
        print(json.dumps({"ok": runs, "checks": [asdict(check) for check in found]}, indent=1))
    else:
        for check in found:
            print(f"{check} ({check.detail})" if check.detail else check)
        print(f"A lesson would {'' if runs else 'not '}run here.")
    return not runs


def table(options: argparse.Namespace) -> int:
    """Make, show or drop the tables of the prefix."""
    if read_settings().backend == "embedded":
        raise SettingsError("EVENTSTORE_BACKEND is embedded: each notebook has tables of its own")
    client = connect()
    if options.action == "create":
        for path in copies.lessons():
            print(f"{make_table(client, path.stem.partition('_')[0])}: ready")
        return 0
    found = tables(client)
    for name, ours in found.items():
        print(f"{name}: {'ours' if ours else 'not ours, we leave it alone'}")
    if options.action == "drop" and any(found.values()):
        if not options.yes and input("Drop ours, with all that is in them? [yes/no] ") != "yes":
            return 1
        for name in [name for name, ours in found.items() if ours]:
            drop_table(client, name)
            print(f"{name}: dropped")
    return 0


def progress(_: argparse.Namespace) -> int:
    """Show the exercises of every lesson."""
    print(logbook.progress())
    return 0


def reset(options: argparse.Namespace) -> int:
    """Make a lesson anew; with `checkpoint`, the ones before it, too."""
    original = copies.lesson(options.lesson)
    kept = copies.checkpoint(original) if options.solved else copies.reset(original)
    before = ", and the lessons before it are solved" if options.solved else ""
    print(f"{shown(read_settings().my / original.name)} is as new{before}")
    for path in kept:
        print(f"yours is kept as {shown(path)}")
    return 0


def allow(options: argparse.Namespace) -> int:
    """Print the policy."""
    print(json.dumps(policy(options.prefix), indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m classroom", epilog=EXAMPLES, formatter_class=raw)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        about = (run.__doc__ or "").strip()
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run, solved=name == "checkpoint")
        return command

    add("doctor", doctor).add_argument("--json", action="store_true", help="for a machine")
    action = add("table", table)
    action.add_argument("action", choices=("create", "status", "drop"))
    action.add_argument("--yes", action="store_true", help="drop without asking")
    add("progress", progress)
    for name in ("reset", "checkpoint"):
        add(name, reset).add_argument("lesson", metavar="LESSON", help="2, 02, append, 02_append")
    by_user = "what a learner's EVENTSTORE_PREFIX is (default: the name of the IAM user)"
    add("policy", allow).add_argument("--prefix", default="${aws:username}", help=by_user)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked for; return the exit code: 0 done, 1 not done, 2 not understood."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may know no ticks
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except LessonError as error:
        told, code = str(error), 2
    except FriendlyError as error:
        told, code = str(error), 1
    except (KeyboardInterrupt, EOFError):
        told, code = "Stopped.", 1
    except Exception as error:
        if not type(error).__module__.startswith("botocore"):
            raise
        told, code = f"{type(error).__name__}. To know more: python -m classroom doctor", 1
    print(told, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())

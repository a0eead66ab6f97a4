"""Break the event store on purpose, one line at a time, and demand that its tests notice.

    python tests/mutate.py

Each mutation is made in a copy of its own, and the tests that guard this line run there, on moto,
the fastest backend. A mutation that they do not notice is a hole in the tests.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("eventstore", "classroom")
COPIED = (*PACKAGES, "tests", "pyproject.toml", "conftest.py")
UNWANTED = shutil.ignore_patterns("node_modules", "__pycache__")
CONTRACT = "tests/contract"
# Chance decides what a race finds, and lost replies need a real server.
ALL = ["tests/unit/eventstore", CONTRACT]
ALL += [
    f"--ignore={CONTRACT}/test_{name}.py"
    for name in ("races", "lost_replies", "faults", "stateful", "contention", "any_snapshots")
]
PYTEST = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
SECONDS = 600  # for one run: a mutation that makes the store run forever says nothing
SETTINGS = {
    "CI": "true",  # all that chance makes, and nothing is left for later
    "EVENTSTORE_TEST_BACKENDS": "moto",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # nbval alone takes two seconds to import
    "PYTHONDONTWRITEBYTECODE": "1",
}


class Mutation(NamedTuple):
    """In `file`, the one place with the text `old` becomes `new`; `guard` must notice."""

    name: str
    guard: str
    file: str
    old: str
    new: str


CONDITION = """    "ConditionExpression": "attribute_not_exists(#version)",
    "ExpressionAttributeNames": {"#version": "Version"},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
"""
IS_CLASH = 'if reply["Error"]["Code"] == "ConditionalCheckFailedException"'
IS_REASON = "if code_of(reason) == FAILED]"
TRANSACTION = 'self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])'
IN_TURN = "[self.client.put_item(**put) for put in puts]"
CONSISTENT, ORDER = "ConsistentRead=consistent", "ScanIndexForward=not newest_first"
RIVALS = "if stored_by(item) != append_id"
PAGES = "iterate(pages)"
PART = "return len(taken) == len(events)"
FROM_SNAPSHOT = "after=start.version if start else None"
NEWEST = "newest_first=True,\n        # An older"
NEWEST_ONE = "until=until,\n        limit=1,\n        newest_first=True"
SAVES_NOT = "if is_empty or is_saved:"
READ = "before = store.project(id, projection)"
READ_ONCE = "before = store.project(id, projection) if attempt == 0 else before"
S, C, W, P, D = "store.py", "conflict.py", "pages.py", "projection.py", "deciding.py"
N, F, L = "snapshots.py", "fast.py", "limits.py"
TYPES, FIELDS = "../unit/eventstore/test_event_types", "../unit/eventstore/test_field_types"
FOLLOW, CHANGES = "subscription", "../unit/eventstore/test_changes"
K, B = "checkpoints.py", "subscription.py"
T, Q, R = "event_types.py", "fields.py", "records.py"
FOLD, BACK = "../unit/eventstore/test_projection", "../unit/eventstore/test_backoff"
CAPACITY, CLIENTS = "../unit/eventstore/test_capacity", "../unit/eventstore/test_clients"
CODEC = "../unit/eventstore/test_codec"
OWN_EQUALITY = "all(getattr(stored, name) == getattr(written, name) for name in names)"
EXPECTED_ONES = "except (ArithmeticError, LookupError, TypeError, ValueError) as"
FORGETFUL = "return Projected(after.state, after.version, None, after.events_read)"
PRICES, FAST = "../unit/eventstore/test_prices", "../unit/eventstore/test_fast"

MUTATIONS = (
    Mutation("no condition", "append", S, CONDITION, ""),
    Mutation("the stored item is not asked for", "append_again", S, '"ALL_OLD"', '"NONE"'),
    Mutation("several events one at a time", "append_several", S, TRANSACTION, IN_TURN),
    Mutation("the first page only", "query", W, PAGES, f"islice({PAGES}, 1)"),
    Mutation("a clash stays botocore's", "append", C, IS_CLASH, "if False"),
    Mutation("every error is a clash", "errors", C, IS_CLASH, "if True"),
    Mutation("every reason is a clash", "errors", C, IS_REASON, "if True]"),
    Mutation("the wrong event is named", "append_several", C, "zip(events,", "zip(events[::-1],"),
    Mutation("no read is consistent", "query", W, CONSISTENT, "ConsistentRead=False"),
    Mutation("every read is consistent", "query", W, CONSISTENT, "ConsistentRead=True"),
    Mutation("every event is a rival's", "append_again", C, RIVALS, "if True"),
    Mutation("every event is our own", "append_again", C, RIVALS, "if not stored_by(item)"),
    Mutation("part of it ours is success", "transaction_conflicts", C, PART, "return bool(taken)"),
    Mutation(
        "an append_id proves it",
        "append_id_reused",
        C,
        "not codec.holds(item, event)",
        "False",
    ),
    Mutation("a subset proves it", "append_id_reused", C, "codes == {FAILED, FREE}", "False"),
    Mutation("any key will do", "create_table", C, "if _has_another_key(item, key)", "if False"),
    Mutation(
        "an unreadable item is ours",
        "append_id_reused",
        "codec.py",
        "except UnreadableEventError:\n            return False",
        "except UnreadableEventError:\n            return True",
    ),
    Mutation(
        "a type's own equality", "append_id_reused", "codec.py", OWN_EQUALITY, "stored == event"
    ),
    Mutation("every outcome is known", "errors", C, "return not is_refused or", "return False and"),
    Mutation("no outcome is known", "errors", C, "return not is_refused or", "return True or"),
    Mutation(
        "no retry is counted", "errors", C, '.get("RetryAttempts", 0) > 0', '.get("R", 0) > 0'
    ),
    Mutation("no reply, no note", "errors", S, "error.add_note(", "str("),
    Mutation(
        "throttled at once",
        "transaction_conflicts",
        C,
        "(CONFLICTS | THROTTLED if",
        "(CONFLICTS if",
    ),
    Mutation("a throttled put, too", "errors", C, " if is_cancelled else CONFLICTS)", ")"),
    Mutation("all appends share an id", "append", S, "uuid.uuid4().hex", '"same"'),
    Mutation("falling order, always", "query", W, ORDER, "ScanIndexForward=False"),
    Mutation("rising order, always", "ranges", W, ORDER, "ScanIndexForward=True"),
    Mutation("no limit", "ranges", W, "None if limit is None else min(limit, MAX_LIMIT)", "None"),
    Mutation("binary stays text", FAST, F, "if BINARY.search(body)", "if False"),
    Mutation("after is inclusive", "ranges", W, "after + 1", "after"),
    Mutation(
        "until is exclusive",
        "ranges",
        W,
        "else min(until, HIGHEST)",
        "else min(until - 1, HIGHEST)",
    ),
    Mutation("an unknown stream is empty", "query", S, "raise NoEventFoundError(id)", "return []"),
    Mutation(
        "a version too many digits long", "refusals", L, "> MAX_VERSION:", "> 10 * MAX_VERSION:"
    ),
    Mutation("no lowest version", "ranges", W, "max(after + 1, LOWEST)", "after + 1"),
    Mutation("no highest version", "ranges", W, "min(until, HIGHEST)", "until"),
    Mutation("no window is empty", "ranges", W, "if lowest > highest:", "if False:"),
    # states
    Mutation("a gap is passed over", "project", P, "if event.version != version + 1", "if False"),
    Mutation("the wrong version is missing", "project", P, "event.id, version + 1", "event.id, 0"),
    Mutation(
        "initial is not copied", FOLD, P, "deepcopy(projection.initial)", "projection.initial"
    ),
    Mutation(
        "only the surface is copied",
        FOLD,
        P,
        "from copy import deepcopy",
        "from copy import copy as deepcopy",
    ),
    Mutation("a gap is read once", "gaps", S, "with suppress(VersionGapError):", "if True:"),
    Mutation("a fold begins anew", FOLD, P, "if start is None:", "if True:"),
    Mutation("the dead rise", FOLD, "example.py", " if character.is_alive else 0", ""),
    Mutation("nobody dies", FOLD, "example.py", "(hit_points > 0 or change >= 0)", "True"),
    Mutation("until is not passed on", "project", S, "else None, until=until", "else None"),
    # snapshots
    Mutation("every event again", "snapshots", S, FROM_SNAPSHOT, "after=None"),
    Mutation("the oldest snapshot", "snapshots", N, NEWEST, NEWEST.replace("True", "False")),
    Mutation(
        "a snapshot of later", "snapshots", N, NEWEST_ONE, NEWEST_ONE.replace("=until", "=None")
    ),
    Mutation(
        "all snapshots at once", "snapshots", N, NEWEST_ONE, NEWEST_ONE.replace("=1", "=None")
    ),
    Mutation("one for all revisions", "snapshots", N, "str(projection.revision), id]", '"1", id]'),
    Mutation("names run together", "snapshots", N, 'f"{len(part)}:{part}"', "part"),
    Mutation("another hash", "snapshots", N, "+ hashlib.sha256(", "+ hashlib.sha1("),
    Mutation("the id as it is spelled", "ids", L, "return plain(id)", "return id"),
    Mutation("the name as it is spelled", "ids", N, "in map(plain, parts)", "in parts"),
    Mutation("anybody's snapshot", "snapshots", N, "if values[name] != expected", "if False"),
    Mutation("a damaged one breaks", "snapshots", N, "except Exception as", "except OSError as"),
    Mutation("an odd error breaks", "snapshots", N, "except Exception as", EXPECTED_ONES),
    Mutation(
        "a warning needs a module",
        "snapshots",
        N,
        'f_globals.get("__name__")',
        'f_globals["__name__"]',
    ),
    Mutation("no state is too large", "snapshots", N, "> MAX_ITEM_BYTES:", "> 2 * MAX_ITEM_BYTES:"),
    Mutation("the newest are pruned", "snapshots", N, "[keep:]", "[:-keep]"),
    Mutation("a snapshot of nothing", "snapshots", N, SAVES_NOT, "if is_saved:"),
    Mutation("the same one again", "snapshots", N, SAVES_NOT, "if is_empty:"),
    # decisions
    Mutation("decided upon a state that is gone", "schedules", D, READ, READ_ONCE),
    Mutation("four attempts", "execute", S, "attempts: int = 10", "attempts: int = 4"),
    Mutation("a snapshot is forgotten", "execute", D, "return after", FORGETFUL),
    Mutation("any type will do", "execute", D, "check_type(event)", "pass"),
    Mutation("one event will do", "execute", D, "is_dataclass(decision) or ", ""),
    Mutation("any version will do", "execute", D, " or event.version != version", ""),
    Mutation("any stream will do", "execute", D, "event.id != id or ", ""),
    Mutation("no pause", "execute", D, "backoff.wait(attempt)", "pass"),
    Mutation("a pause after the last", "execute", D, "if attempt + 1 < attempts:", "if True:"),
    Mutation("all wait as long", BACK, "backoff.py", "self.random() * limit", "limit"),
    Mutation(
        "held is final",
        "transaction_conflicts",
        S,
        "if not is_worth_retrying(failure)",
        "if True",
    ),
    Mutation(
        "all is held",
        "transaction_conflicts",
        C,
        " and causes <= (CONFLICTS | THROTTLED if is_cancelled else CONFLICTS)",
        "",
    ),
    Mutation("throttled is held", "transaction_conflicts", C, " and causes <= CONFLICTS\n", "\n"),
    # prices and pages
    Mutation("a page has 4,000 bytes", PRICES, "meter.py", "BYTES = 4096", "BYTES = 4000"),
    Mutation("eventual is as dear", PRICES, "meter.py", "else units / 2", "else units"),
    Mutation("a transaction is as cheap", PRICES, "meter.py", "2 * _write_units", "_write_units"),
    Mutation(
        "an empty page is free",
        PRICES,
        "meter.py",
        "max(1, ceil(size / READ",
        "max(0, ceil(size / READ",
    ),
    Mutation("others' pages, too", f"{FAST}_others", F, "asking.begun == 1", "True"),
    Mutation("a handler's pages, too", f"{FAST}_others", F, "asking.begun == 1", "asking.begun"),
    Mutation("half a page is empty", f"{FAST}_unexpected", W, "if name not in reply:", "if False:"),
    Mutation(
        "seconds are enough", "create_table", "table.py", '"MaxAttempts": 120', '"MaxAttempts": 2'
    ),
    Mutation("the log forgets its totals", CAPACITY, "meter.py", "self._earlier.total() + ", ""),
    Mutation("the log grows", CAPACITY, "meter.py", "if len(self.log) > MAX_LOG:", "if False:"),
    Mutation(
        "handlers in each block",
        CAPACITY,
        "meter.py",
        "if client not in _handlers_by_client:",
        "if True:",
    ),
    # refusals
    Mutation("any client will do", CLIENTS, "client.py", "or _converts_values(client)", ""),
    Mutation("an async client will do", CLIENTS, "client.py", "or is_async ", ""),
    Mutation("any item is ours", CODEC, "codec.py", 'if "EventType" in item:', "if False:"),
    Mutation(
        "a stranger's item is ours",
        CODEC,
        "codec.py",
        "== len(KEYS) and others:",
        "== 0 and others:",
    ),
    Mutation(
        "numbers lose their type",
        CODEC,
        "fields.py",
        "Decimal(value) if self._type is Decimal else value",
        "value",
    ),
    Mutation(
        "a value is made anew",
        CODEC,
        "fields.py",
        "if not has_default or hasattr",
        "if False and hasattr",
    ),
    Mutation("an argument is lost", CODEC, "fields.py", "if name not in fields:", "if False:"),
    Mutation(
        "half a letter is text",
        "refusals",
        L,
        "value.encode()",
        'value.encode(errors="surrogatepass")',
    ),
    Mutation("any depth will do", "refusals", "values.py", "and levels == 0", "and False"),
    Mutation(
        "any revision will do", FOLD, P, 'check_integer("revision", self.revision, 1)', "pass"
    ),
    Mutation("the name isn't stored", TYPES, T, '{**item, "EventType": {"S": name}}', "item"),
    Mutation("an upcast may renumber", TYPES, T, "!= keys:", "is keys:"),
    Mutation("any type is the same", TYPES, T, "type(stored) is type(event) and ", ""),
    Mutation(
        "a name is stored, but ignored", CODEC, "codec.py", 'if "EventType" in item:', "if 0:"
    ),
    Mutation(
        "a time is compared as it is", FIELDS, "codec.py", "self.read(self.write(event))", "event"
    ),
    Mutation(
        "nanoseconds are lost", FIELDS, Q, "datetime.fromisoformat(text) - time", "text is None"
    ),
    Mutation("a naive time is read", FIELDS, Q, "value.utcoffset() is None", "value is None"),
    Mutation(
        "a subclass is stored",
        FIELDS,
        Q,
        "type(value) is self._type",
        "isinstance(value, self._type)",
    ),
    Mutation(
        "elements are unchecked", FIELDS, Q, 'self._element.store(each, f"{where}[{n}]")', "each"
    ),
    Mutation("old elements are refused", FIELDS, Q, "if converter.is_plain:", "if False:"),
    Mutation(
        "anything can be told apart",
        FIELDS,
        Q,
        "if shared := member.codes & other.codes:",
        "if shared := []:",
    ),
    Mutation("local time", "records", R, "time.astimezone(UTC)", "time"),
    Mutation("metadata of one event", "records", R, "metadata is None or metadata == {}", "True"),
    Mutation("just before", "as_of", S, "recorded_at <= time", "recorded_at < time"),
    Mutation("a hole in the past", "as_of", S, "earlier = takewhile(", "earlier = filter("),
    Mutation(
        "a time is newer than no time",
        "as_of",
        S,
        "recorded_at is None or",
        "recorded_at is not None and",
    ),
    Mutation("any initial state will do", "snapshots", N, "len(set(fingerprints)) > 1", "False"),
    Mutation("always fast", FAST, S, "if fast_reads else None", "if True else None"),
    Mutation(
        "an empty name has a reader",
        f"{FAST}_types",
        F,
        "item.event_type.S or None",
        "item.event_type.S",
    ),
    Mutation("keys are enough", f"{FAST}_types", F, "len(values) == len(KEYS)", "False"),
    Mutation("a stream of everything", "protect", "table.py", '"KEYS_ONLY"', '"NEW_IMAGE"'),
    Mutation(
        "it can be deleted",
        "protect",
        "table.py",
        "DeletionProtectionEnabled=True",
        "DeletionProtectionEnabled=False",
    ),
    Mutation("a twin decides", "commands", D, "if last is not None:", "if False:"),
    Mutation("the newest state", "commands", D, "if before.version == last else", "if True else"),
    Mutation(
        "a marker without a condition",
        "commands",
        S,
        "for item in items]\n        if len(puts)",
        "for item in items]\n        puts[-1].pop('ConditionExpression')\n        if len(puts)",
    ),
    Mutation(
        "a twin is a stranger", "commands", "commands.py", "raise TwinError", "raise KeyError"
    ),
    Mutation("100 events with a marker", "commands", L, "MAX_EVENTS - 1", "MAX_EVENTS"),
    Mutation(
        "ids of markers are free",
        "commands",
        L,
        "(SNAPSHOT_PREFIX, RESERVED_PREFIX)",
        "(SNAPSHOT_PREFIX,)",
    ),
    Mutation("effects without a checkpoint", FOLLOW, K, '[*effects, {"Put": put}]', "[*effects]"),
    Mutation("a checkpoint moves anyway", FOLLOW, K, "[-1:] == [FAILED]", "[-1:] == [0]"),
    Mutation("a checkpoint for all", FOLLOW, K, "(self._name, id)", "(id,)"),
    Mutation(
        "parked streams go on", FOLLOW, B, "if checkpoint.parked and not is_retry:", "if False:"
    ),
    Mutation(
        "a restore goes unnoticed",
        FOLLOW,
        B,
        "if position >= 0 and position != next",
        "if position == next",
    ),
    Mutation("a gap is skipped", FOLLOW, B, "if version != position + 1:", "if False:"),
    Mutation("a gap is parked at once", FOLLOW, B, "and not is_last_attempt:", "and False:"),
    Mutation(
        "throttling is an event's fault", FOLLOW, B, "not is_retriable(error) and error", "error"
    ),
    Mutation(
        "events without effects are not handled",
        FOLLOW,
        B,
        "if position != saved or (",
        "if (",
    ),
    Mutation(
        "a stream is let go on twice", FOLLOW, B, "and saved == checkpoint.position", "and True"
    ),
    Mutation("the others have no turn", FOLLOW, B, "troubles.append(error)", "raise"),
    Mutation(
        "changes to items are news",
        CHANGES,
        "changes.py",
        'record.get("eventName") == "INSERT" and ',
        "",
    ),
    Mutation(
        "an eventual scan", CHANGES, "changes.py", "ConsistentRead=True", "ConsistentRead=False"
    ),
    Mutation(
        "what was read is lost",
        CHANGES,
        "changes.py",
        "self._ids += changed_streams(records)",
        "self._ids = changed_streams(records)",
    ),
    Mutation("the warning names our line", "snapshots", N, "level += 1", "pass"),
)


def main() -> int:
    """Run them all; the exit code is 1 where one is not noticed, or nothing could be said."""
    start = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = [pool.submit(as_it_is), *(pool.submit(mutated, each) for each in MUTATIONS)]
        problems = sum(tell(*each.result()) for each in asked)
    seconds = time.monotonic() - start
    sys.stdout.write(f"\n{len(MUTATIONS)} mutations, {problems} problems, {seconds:.0f} s\n")
    return int(problems > 0)


def tell(name: str, is_well: bool, text: str) -> bool:
    sys.stdout.write(f"{'ok' if is_well else 'PROBLEM':<9}{name:<36}{text}\n")
    sys.stdout.flush()
    return not is_well


def as_it_is() -> tuple[str, bool, str]:
    with copy_of_project() as copy:
        done = run(copy, ALL)
        return "the store as it is", done.returncode == 0, last_line(done)


def mutated(mutation: Mutation) -> tuple[str, bool, str]:
    with copy_of_project() as copy:
        source = Path(copy, "eventstore", mutation.file)
        text = source.read_text(encoding="utf-8")
        if text.count(mutation.old) != 1:
            return mutation.name, False, f"{mutation.file} has not one {mutation.old!r}"
        source.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        done = run(copy, [guard_file(mutation.guard)])
        # 1 says that a test failed. Anything above says that the tests did not run.
        return mutation.name, done.returncode == 1, last_line(done)


def guard_file(guard: str) -> str:
    if (PROJECT / CONTRACT / guard).is_dir():
        return f"{CONTRACT}/{guard}"
    return f"tests/{guard[3:]}.py" if guard.startswith("../") else f"{CONTRACT}/test_{guard}.py"


def copy_of_project() -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory(prefix="mutation-")
    for name in COPIED:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, Path(folder.name, name), ignore=UNWANTED)
        else:
            shutil.copy(PROJECT / name, folder.name)
    return folder


def run(copy: str, tests: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run pytest in the copy, which `-m` puts before the project that is installed."""
    settings = os.environ | SETTINGS
    return subprocess.run(
        [*PYTEST, *tests],
        cwd=copy,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def last_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The test that failed first, or what was said last."""
    lines = (done.stdout + done.stderr).splitlines() or ["no output"]
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return (failed or lines)[-1].rpartition("::")[2][:90]


if __name__ == "__main__":
    sys.exit(main())

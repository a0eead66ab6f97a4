"""What is asked of a learner's own domain, and the two domains that we offer."""

import itertools
import os
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom import connect, lesson_table
from classroom.cells.carrying import of_lesson
from classroom.cells.judging import judge
from classroom.exercises.exercise import NotYetError, outcome
from classroom.exercises.own_domain.at_work import still_missing
from classroom.exercises.own_domain.histories import any_of, expect_same, for_any, same, told
from classroom.exercises.own_domain.memory import (
    ARRIVES,
    FAILED,
    FAILED_LATE,
    REPLY_LOST,
    REQUEST_LOST,
    MemoryStore,
)
from classroom.exercises.own_domain.sections import OFFERED, Domain, offered, parsed
from classroom.exercises.own_domain.stories import expect_own_events, expect_three_in_order
from eventstore import EventStore

numbers = itertools.count()


@pytest.fixture(scope="module")
def client():
    return connect()


@pytest.fixture(scope="module")
def table(client):
    return lesson_table(client, "domain")


@dataclass(frozen=True)
class Loan:
    id: str
    version: int
    reader: str = "Ada"


@dataclass(frozen=True)
class Fine(Loan):
    cents: int = 150


@dataclass(frozen=True)
class Lost:
    id: str
    version: int


@dataclass
class Draft:
    id: str
    version: int
    reader: str = "Ada"


class Plain:
    """An event without its decorator."""


def is_told(check, *arguments):
    with pytest.raises(NotYetError) as raised:
        check(*arguments)
    return f"{raised.value.seen}; {raised.value.expected}; {raised.value.slip}"


def test_events_of_several_types_are_a_story():
    events = [Loan("book", 0), Fine("book", 1), Lost("book", 2)]

    expect_own_events(events, "one_story")
    expect_three_in_order(events, "one_story")


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (Loan("book", 0), "Loan; list; put [ and ] around the events of one_story"),
        ([Draft("book", 0)], "frozen=False; frozen=True; @dataclass(frozen=True) belongs above"),
        (["Ada"], "'Ada'; an event; each entry of one_story is an event: the name of your class"),
        ([Plain()], "not a dataclass; frozen=True"),
        ([Loan], "a class; frozen=True; write ( and ) after Loan"),
        ([Lost("book", 0)], "id and version only; a field of its own, too; what happened?"),
    ],
)
def test_what_is_not_an_event_is_said_in_the_learners_words(events, words):
    assert words in is_told(expect_own_events, events, "one_story")


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([], "events: 0; three events or more"),
        ([Loan("book", 0)], "events: 1; three events or more"),
        ([Loan("book", n) for n in (1, 2, 3)], "[1, 2, 3]; [0, 1, 2]; in one_story, the first"),
        ([Loan("book", n) for n in (0, 1, 2.0)], "[0, 1, 2.0]; [0, 1, 2]"),
        ([Loan("book", n) for n in (False, True, 2)], "[False, True, 2]; [0, 1, 2]"),
        ([Loan(7, n) for n in range(3)], "7; text; in one_story, an id is text"),
    ],
)
def test_a_story_is_numbered(events, words):
    assert words in is_told(expect_three_in_order, events, "one_story")


@pytest.mark.parametrize("name", OFFERED)
@pytest.mark.parametrize("number", range(1, 10))
def test_the_domains_that_we_offer_are_right_at_every_lesson(name, number, client, table):
    names = {"__name__": "__main__", "client": client, "table": table}
    exec(offered(name).only(range(number + 1)).text, names)

    assert judge(of_lesson(number), names) is None


def test_a_read_that_scans_is_refused_before_it_goes_through_the_whole_table(client, table):
    names = {"__name__": "__main__", "client": client, "table": table, "own_domain": str}
    exec(offered("library loans").only(range(3)).text, names)
    exec(next(code for code in of_lesson(3).wrong if '"scan"' in code), names)
    scans = []

    def note(**_):
        scans.append(1)

    client.meta.events.register("before-call.dynamodb.Scan", note)
    _, refused = judge(of_lesson(3), names)
    client.meta.events.unregister("before-call.dynamodb.Scan", note)

    assert refused.slip.startswith("a scan reads the whole table")
    assert scans == []


def test_less_is_missing_after_each_lesson():
    missing = [still_missing(number) for number in range(1, 10)]

    assert [len(text) for text in missing] == sorted(map(len, missing), reverse=True)
    assert "(02)" in missing[0]
    assert "(0" not in missing[-1]


def test_a_domain_is_the_same_after_it_was_written_and_read():
    domain = Domain('"""Mine."""', {1: "a = 1\n\n\nb = 2", 3: "c = 3"})

    assert parsed(domain.text) == domain
    assert parsed("print('no section')\n").sections == {}
    assert parsed(domain.with_section(2, "# %% Lesson 01\nd = 4").text).sections[2] == "d = 4"


def test_two_sections_of_one_lesson_are_both_kept():
    assert parsed("# %% Lesson 01\na = 1\n# %% Lesson 01\nb = 2").sections == {1: "a = 1\nb = 2"}


@pytest.mark.parametrize(
    ("one", "another"),
    [(1, True), (1, 1.0), ([1], (1,)), ({"a": (1,)}, {"a": [1]}), (Loan("a", 1), Loan("a", 1.0))],
)
def test_equal_values_of_other_types_are_not_the_same(one, another):
    assert not same(one, another)
    assert same(one, one)


def test_equal_sets_are_the_same_although_their_texts_differ():
    assert repr(frozenset([0, 8])) != repr(frozenset([8, 0]))
    expect_same({"a": frozenset([0, 8])}, {"a": frozenset([8, 0])}, "")


def test_an_event_is_told_without_its_id_and_version():
    assert told([Loan("book", 0, "Bob"), Lost("book", 1)]) == "Loan(reader='Bob'), Lost()"
    assert told([]) == "no event"


def test_the_smallest_counterexample_is_told_and_no_file_is_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def refute():
        @for_any(st.lists(any_of("abc"), max_size=8))
        def holds(letters):
            if letters.count("b") > 1:
                raise NotYetError("".join(letters), "one b", "")

    assert is_told(refute) == "bb; one b; "
    assert os.listdir(tmp_path) == []


def test_something_that_differs_each_time_is_said():
    calls = []

    def refute():
        @for_any(any_of("ab"))
        def holds(_):
            calls.append(1)
            if len(calls) == 2:
                raise NotYetError("sometimes", "always", "chance")

    assert is_told(refute) == "sometimes; always; chance"


APPENDS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from("st"), st.integers(-1, 2)), max_size=2),
        st.sampled_from(["Ada", "Bob"]),
        st.sampled_from([None, "one", "two"]),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(APPENDS)
def test_the_store_in_memory_does_what_the_module_does(client, table, appends):
    number = next(numbers)
    ours, theirs = MemoryStore(), EventStore(client, table, Loan)
    for keys, reader, append_id in appends:
        events = [Loan(f"{number}-{id}", version, reader) for id, version in keys]

        def tried(store, events=events, append_id=append_id):
            try:
                store.append(*events, append_id=append_id)
            except Exception as error:
                return type(error)
            return None

        assert tried(ours) == tried(theirs)
    for id in "st":

        def found(store, id=id):
            try:
                return store.query(f"{number}-{id}")
            except Exception as error:
                return type(error)

        assert found(ours) == found(theirs)


@pytest.mark.parametrize(
    ("fate", "error", "is_stored"),
    [
        (ARRIVES, "no error", True),
        (REQUEST_LOST, "ConnectionClosedError", False),
        (REPLY_LOST, "ConnectionClosedError", True),
        (FAILED, "ClientError", False),
        (FAILED_LATE, "ClientError", True),
    ],
)
def test_a_message_has_the_fate_that_is_given(fate, error, is_stored):
    store = MemoryStore([fate])

    assert outcome(store.append, Loan("book", 0), append_id="one") == error
    assert store.append_ids("book") == ["one"] * is_stored

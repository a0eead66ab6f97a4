"""The suite itself: its backends, the stores it tests, and where an emulator may be wrong."""

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from .backends import backend_names
from .conftest import judged
from .deviations import Deviation
from .namespaces import MODULE, READING, lesson_store, namespaces


def test_all_three_backends_are_tested_by_default() -> None:
    assert backend_names({}) == ["moto", "ministack", "dynalite"]


def test_more_endpoints_can_be_added_by_a_setting() -> None:
    settings = {"EVENTSTORE_TEST_ENDPOINTS": "http://127.0.0.1:8000, https://[::1]:9"}

    assert backend_names(settings)[3:] == ["http://127.0.0.1:8000", "https://[::1]:9"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVENTSTORE_TEST_BACKENDS", "mottto"),
        ("EVENTSTORE_TEST_ENDPOINTS", "localhost"),
    ],
)
def test_the_error_names_a_misspelt_setting(name: str, value: str) -> None:
    with pytest.raises(pytest.UsageError, match=f"{name}.*{value}"):
        backend_names({name: value})


@pytest.mark.parametrize("consent", ["", "yes", "true", "1"])
@pytest.mark.parametrize(
    "url",
    [
        "https://dynamodb.eu-west-1.amazonaws.com",
        "https://DYNAMODB.eu-west-1.AMAZONAWS.com.cn",
        "https://dynamodb.eu-west-1.api.aws",
        "https://dynamodb.eusc-de-east-1.amazonaws.eu",
    ],
)
def test_aws_is_never_used_without_consent(url: str, consent: str) -> None:
    with pytest.raises(pytest.UsageError, match="yes-spend-money"):
        backend_names({"EVENTSTORE_TEST_ENDPOINTS": url, "EVENTSTORE_TEST_AWS": consent})


def test_aws_is_used_with_consent() -> None:
    url = "https://dynamodb.eu-west-1.amazonaws.com"
    settings = {"EVENTSTORE_TEST_ENDPOINTS": url, "EVENTSTORE_TEST_AWS": "yes-spend-money"}

    assert url in backend_names(settings)


def test_a_lesson_must_pass_the_tests_of_its_own_and_earlier_lessons() -> None:
    module, second = namespaces({})[0], lesson_store(2, Path)

    assert [second.must_pass(lesson) for lesson in (1, 2, 3, None)] == [True, True, False, False]
    assert [module.must_pass(lesson) for lesson in (1, 2, 3, None)] == [True] * 4


def test_the_tests_that_read_also_run_with_fast_reads_and_all_tests_where_ci_is_set() -> None:
    (fast,) = [each for each in namespaces({}) if each.name.endswith("with fast reads")]
    files = {path.stem for path in Path(__file__).parent.glob("test_*.py")}

    assert {each for each in files if fast.is_judged_by(each)} == (
        files if os.environ.get("CI") else {f"test_{n}" for n in READING}
    )
    assert fast.load().EventStore.keywords == {"fast_reads": True}
    assert fast.load().__name__ == MODULE  # so that the house rules apply to it


def test_a_lessons_store_is_loaded_from_its_file_once(tmp_path: Path) -> None:
    path = tmp_path / "store.py"
    path.write_text("class EventStore: pass")
    asked: list[Path] = []

    def find() -> Path:
        asked.append(path)
        return path

    store = lesson_store(2, find)

    assert store.load().EventStore is store.load().EventStore
    assert asked == [path]


def test_stores_of_lessons_can_be_given_by_a_setting(tmp_path: Path) -> None:
    (tmp_path / "store.py").write_text("LESSON = 3")

    third = namespaces({"EVENTSTORE_TEST_STORES": f"3={tmp_path / 'store.py'}"})[-1]

    assert (third.name, third.lesson, third.load().LESSON) == ("lesson_03", 3, 3)


@pytest.mark.parametrize("setting", ["store.py", "x=store.py", "3="])
def test_a_store_needs_the_number_of_its_lesson(setting: str) -> None:
    with pytest.raises(pytest.UsageError, match="EVENTSTORE_TEST_STORES"):
        namespaces({"EVENTSTORE_TEST_STORES": setting})


WRONG = Deviation("it has none", ClientError, "UnknownOperation")


def unknown(code: str) -> None:
    raise ClientError({"Error": {"Code": code, "Message": ""}}, "TransactWriteItems")


def test_a_known_deviation_is_accepted() -> None:
    with judged(WRONG):
        unknown("UnknownOperationException")


def test_a_deviation_of_another_kind_is_not_accepted() -> None:
    with pytest.raises(ClientError, match="ValidationException"), judged(WRONG):
        unknown("ValidationException")

    with pytest.raises(AssertionError, match="nothing"), judged(WRONG):
        raise AssertionError("nothing was stored")


def test_a_deviation_that_an_emulator_has_fixed_is_reported() -> None:
    with pytest.raises(pytest.fail.Exception, match="'it has none' is over"), judged(WRONG):
        pass

"""Judge an answer: by the exercise's tests, DynamoDB's rules, and the lesson's tests so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from classroom.cells import ipython, stopping
from classroom.cells.history import TOP, history, position
from classroom.exercises.exercise import EndlessError, Exercise, fresh_stream

if TYPE_CHECKING:
    from classroom.cells.report import Outcome

_MISSING = object()


class FailedTestError(Exception):
    """A test of the lesson fails with the answer; `text` is what pytest says."""

    def __init__(self, test: str, text: str):
        super().__init__(test, text)
        self.test, self.text = test, text


def judge(exercise: Exercise, names: dict[str, Any]) -> tuple[str, BaseException] | None:
    """Return the first thing that doesn't hold for an answer's names, with the error."""
    with _validated(names.get("client")):
        found = _by_its_tests(exercise, names)
        # A domain of the learner's own has names of its own, which may be those of the lesson.
        return found if found or exercise.of_the_domain else _by_the_lesson(exercise, names)


def _by_its_tests(exercise: Exercise, names: dict[str, Any]) -> tuple[str, BaseException] | None:
    with _counted(names.get("client"), exercise.most_requests):
        for test in exercise.tests:
            try:
                test(SimpleNamespace(**{**names, "new_id": fresh_stream}))
            except BaseException as error:  # pytest's own failures aren't an Exception
                _raise_if_stopped(error)
                return (test.__doc__ or test.__name__).partition("\n")[0], error
    return None


def _by_the_lesson(exercise: Exercise, names: dict[str, Any]) -> tuple[str, BaseException] | None:
    """Run the tests above the exercise with the answer in its place. Ours may fail some, too."""
    at = (position(exercise.after) or TOP).end
    standing = history.standing(at, ipython.shell().user_ns)
    if not standing:
        return None
    should_hold = "The lesson's tests so far pass, too."
    outcome = _run(standing, exercise, names)
    if outcome.stopped:
        _raise_if_stopped(outcome.stopped)
        return should_hold, outcome.stopped
    if failed := outcome.named("failed"):
        ours = {**ipython.shell().user_ns, stopping.TICK: names[stopping.TICK]}
        ipython.run_apart(exercise.answer, ours)
        passed = _run(failed, exercise, ours).named("passed")
        for test in (test for test in failed if test in passed):
            return should_hold, FailedTestError(test, _run([test], exercise, names).text)
    return None


def _run(tests: list[str], exercise: Exercise, names: dict[str, Any]) -> "Outcome":
    """Run tests of the lesson while the names that the exercise asks for are the answer's."""
    from classroom.cells.report import run_tests

    lesson = ipython.shell().user_ns
    before = {name: lesson.get(name, _MISSING) for name in exercise.asks}
    lesson.update({name: names[name] for name in exercise.asks})
    try:
        return run_tests(tests, lesson)
    finally:
        for name, value in before.items():
            if value is _MISSING:
                lesson.pop(name, None)
            else:
                lesson[name] = value


def _raise_if_stopped(error: BaseException) -> None:
    """Raise the error again if the learner has pressed stop."""
    if isinstance(error, KeyboardInterrupt) and not isinstance(error, EndlessError):
        raise error


@contextmanager
def _validated(client: Any) -> Iterator[None]:
    """Refuse what DynamoDB would refuse, in its own way, although an emulator may accept it."""
    from botocore.exceptions import ClientError

    from classroom.backend.validator import InvalidRequestError, check_any_request

    def check(params: Any, model: Any, **_: Any) -> None:
        try:
            check_any_request(params)
        except InvalidRequestError as error:
            told = {"Error": {"Code": "ValidationException", "Message": str(error)}}
            raise ClientError(told, model.name) from None

    with _handler(client, "before-parameter-build.dynamodb", check):
        yield


@contextmanager
def _counted(client: Any, most: int) -> Iterator[None]:
    """Stop an answer that asks for the same page forever."""
    sent = iter(range(most))

    def count(**_: Any) -> None:
        if next(sent, None) is None:
            raise EndlessError(f"more than {most} requests: does the loop ever end?")

    with _handler(client, "before-call", count):
        yield


@contextmanager
def _handler(client: Any, event: str, handler: Any) -> Iterator[None]:
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is None:
        yield
        return
    events.register(event, handler)
    try:
        yield
    finally:
        events.unregister(event, handler)

"""A lesson reads the same on MiniStack, a real server, the first time and the second."""

import pytest

from .lessons import LESSONS, code_cells, execute, read, text_of

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@EACH
def test_a_lesson_says_the_same_on_a_real_server_both_times(path, tmp_path, ministack):
    settings = {
        "EVENTSTORE_BACKEND": "local",
        "EVENTSTORE_PREFIX": "ada",
        "AWS_ENDPOINT_URL_DYNAMODB": ministack,
    }
    stored = [text_of(cell) for cell in code_cells(read(path))]

    for _ in range(2):
        executed = execute(read(path), tmp_path / "my", **settings)
        assert [text_of(cell) for cell in code_cells(executed)] == stored

"""What a learner does in the tab: answers an exercise, loses the tab, and comes again."""

import re
import zipfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser

from ..browser.exercise import EXERCISE, HERE, LESSON, with_check
from ..notebooks.homes import outcomes
from ..notebooks.test_home import TESTS
from . import servers
from .tab import arrived

AT_ONCE = 1_000  # milliseconds


def test_an_exercise_is_judged_and_a_right_answer_survives_a_crash_at_once(
    browser: Browser, address
) -> None:
    wrong, told = next(iter(EXERCISE.wrong.items()))
    with arrived(browser, address) as learner:
        learner.page.evaluate("path => notebook.open(path)", f"{LESSON}.ipynb")
        learner.choose(HERE)
        learner.command("run-all-above")
        refused = learner.run(HERE, with_check(wrong))
        accepted = learner.run(HERE, with_check(EXERCISE.answer))
        learner.page.wait_for_timeout(AT_ONCE)
        learner = learner.crash()
        learner.page.goto(f"{address}/lab/index.html")
        learner.wait_for_the_lab()
        with learner.lesson(LESSON):
            again = learner.cells()
            progress = learner.execute("progress()")

    assert learner.complaints == []
    assert refused.startswith("✘ not yet")
    assert told in refused
    assert "Stuck? Open the first hint below." in refused
    assert accepted.startswith(f"✔ right: {EXERCISE.title}")
    assert again[HERE].source == with_check(EXERCISE.answer)
    assert re.search("02 append +1 of 5", progress)


def test_what_is_taken_home_can_be_taken_out_of_the_tab(browser: Browser, tmp_path: Path) -> None:
    with (
        servers.nginx(tmp_path, servers.shown("nginx")) as address,
        arrived(browser, address) as learner,
        learner.lesson("03_query"),
    ):
        learner.command("run-all-cells")
        link = learner.page.get_by_role("link", name="store.zip")
        link.scroll_into_view_if_needed()
        with learner.page.expect_download() as download:
            link.click()
        download.value.save_as(tmp_path / "store.zip")

    with zipfile.ZipFile(tmp_path / "store.zip") as archive:
        archive.extractall(tmp_path)
    assert learner.complaints == []
    assert outcomes([tmp_path / "store"]) == [Counter(passed=TESTS[3])]

"""Where a learner arrives, and where the links of a lesson lead."""

from ..notebooks.lessons import NOTEBOOKS
from .learner import Learner


def test_the_first_lesson_is_open_and_the_others_stand_beside_it(learner: Learner) -> None:
    learner.arrive()
    files = learner.page.locator(".jp-DirListing-itemName")
    files.filter(has_text="00_start_here.ipynb").wait_for()  # the root is listed for a moment
    listed = files.all_inner_texts()

    learner.page.locator("h1:visible", has_text="00 · Start here").wait_for()
    learner.snap("arrival")
    assert listed == [*(path.name for path in NOTEBOOKS), "README.md"]
    assert learner.page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    learner.close()


def test_the_link_at_the_top_opens_the_next_lesson(learner: Learner) -> None:
    with learner.lesson("00_start_here"):
        learner.page.get_by_role("link", name="01 · Why an event store").first.click()
        learner.page.evaluate("notebook.ready('my/01_why_an_event_store.ipynb')")
        learner.close()
        learner.page.evaluate("notebook.ready('my/00_start_here.ipynb')")


def test_the_contents_lead_to_the_copies_of_the_learner(learner: Learner) -> None:
    with learner.lesson("01_why_an_event_store"):
        learner.page.get_by_role("link", name="Contents").first.click()
        page = learner.page.locator(".jp-MarkdownViewer")
        page.locator("h2", has_text="The lessons").wait_for()
        learner.snap("contents")
        page.get_by_role("link", name="Start here").click()
        learner.page.evaluate("notebook.ready('my/00_start_here.ipynb')")
        learner.close()
        learner.page.evaluate("jupyterapp.shell.currentWidget.close()")
        learner.page.evaluate("notebook.ready('my/01_why_an_event_store.ipynb')")

"""The pictures to step through, as a book shows them: a page of their HTML alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from ...unit.display.stepped import all_of_them
from .test_browser import AXE, complaints

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Steps</title>
<meta name="viewport" content="width=device-width">
<style>
  :root { color-scheme: light dark; font: 14px/1.4 sans-serif }
  @media (prefers-color-scheme: dark) { body { background: #111111; color: #dddddd } }
</style>
<main><h1>Steps</h1>%s</main></html>"""
TASKS = {  # the keys that solve each, from its first button on
    "fold": [
        *["Tab", "Tab", "Tab", "Tab", "Tab", "Space"],  # past Back and From the start: swap 4 and 5
        *["Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"],
        *["Enter"] * 5,
    ],
    "writers": ["Tab", "Enter", "Shift+Tab", "Enter", "Enter", "Tab", "Enter", "Enter"],
    "messages": ["Enter", "Tab", "Enter", "Shift+Tab", "Enter", "Enter"],
    # three requests, a crash, a new start, and four requests
    "crashes": ["Enter"] * 3
    + ["Tab", "Enter", "Tab", "Enter", "Shift+Tab", "Shift+Tab"]
    + ["Enter"] * 6,
}
NAMES = list(TASKS)


@pytest.fixture(scope="module")
def html() -> dict[str, str]:
    return {name: stepper._repr_html_() for name, stepper in all_of_them().items()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, html: dict[str, str]) -> Path:
    folder: Path = tmp_path_factory.mktemp("steps")
    for name, its in (html | {"all": "".join(html.values())}).items():
        (folder / f"{name}.html").write_text(PAGE % its, encoding="utf-8")
    return folder


@pytest.fixture
def open_page(chromium: Browser, pages: Path) -> Iterator[Callable[..., Page]]:
    """Open a page; afterwards it has complained of nothing and asked for nothing but itself."""
    contexts, told = [], list[str]()

    def open_(name: str, width: int = 1000, scheme: str = "light", **options: bool) -> Page:
        view = {"width": width, "height": 900}
        contexts.append(chromium.new_context(viewport=view, color_scheme=scheme, **options))
        page: Page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda asked: told.append(asked.url))
        page.goto(f"file://{pages}/{name}.html")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [each for each in told if not each.startswith(f"file://{pages}/")] == []


def words(page: Page) -> Locator:
    return page.locator("[aria-live=polite]")


@pytest.mark.parametrize("name", NAMES)
def test_the_task_can_be_solved_by_keyboard_and_begun_again(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(name)
    first = words(page).inner_text()

    page.get_by_role("button").first.focus()
    for key in TASKS[name]:
        page.keyboard.press(key)

    assert words(page).inner_text().endswith("✔ You found it.")
    page.get_by_role("button", name="From the start").press("Enter")
    assert words(page).inner_text() == first


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_announced_and_can_be_taken_back(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(name)
    announced = [words(page).inner_text()]
    button = page.get_by_role("button").first
    page.evaluate("""() => {
      window.heard = [];
      new MutationObserver(() => heard.push(document.querySelector("[aria-live]").innerText))
        .observe(document.querySelector("[aria-live]"), {childList: true});
    }""")

    while button.get_attribute("aria-disabled") == "false":
        button.click()
        announced.append(words(page).inner_text())

    assert page.evaluate("heard") == announced[1:]
    assert len(set(announced)) == len(announced) > 2
    for before in announced[-2::-1]:
        page.get_by_role("button", name="Back").click()
        assert words(page).inner_text() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_button_that_does_not_work_here_keeps_the_focus_and_does_nothing(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(name)
    first = words(page).inner_text()
    back = page.get_by_role("button", name="Back")

    back.focus()
    page.keyboard.press("Enter")

    assert back.get_attribute("aria-disabled") == "true"
    assert words(page).inner_text() == first
    assert page.evaluate("document.activeElement.textContent") == "Back"


@pytest.mark.parametrize("name", NAMES)
def test_the_focus_can_be_seen(open_page: Callable[..., Page], name: str) -> None:
    page = open_page(name)
    page.keyboard.press("Tab")

    style = "getComputedStyle(document.activeElement).outline"
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert "solid 3px" in page.evaluate(style)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1000])
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_and_axe_finds_nothing_at_any_width_in_any_colours(
    open_page: Callable[..., Page], name: str, width: int, scheme: str
) -> None:
    page = open_page(name, width=width, scheme=scheme)
    page.add_script_tag(path=AXE)

    page.get_by_role("button").first.focus()
    for key in ["", *TASKS[name]]:
        if key:
            page.keyboard.press(key)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert complaints(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_there_are_two_states_and_no_buttons(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(name, java_script_enabled=False)

    captions = page.locator("figcaption")
    assert [text.partition(":")[0] for text in captions.all_inner_texts()] == [
        "At the start",
        "At the end",
    ]
    assert captions.first.is_visible()
    assert captions.last.is_visible()
    assert page.get_by_role("button").count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_there_are_two_states_and_no_buttons_wherever_the_reader_is(
    open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(name)
    captions = page.locator("figcaption")
    assert not captions.first.is_visible()
    page.get_by_role("button").first.click()
    page.emulate_media(media="print")

    assert captions.first.is_visible()
    assert captions.last.is_visible()
    assert not words(page).is_visible()
    assert page.get_by_role("button").count() == 0  # by its role: what can't be seen has none


def test_several_on_one_page_do_not_disturb_each_other(open_page: Callable[..., Page]) -> None:
    page = open_page("all")
    before = words(page).all_inner_texts()
    assert len(before) == len(NAMES)

    page.get_by_role("button", name="Bob", exact=True).click()

    after = words(page).all_inner_texts()
    assert [now == then for now, then in zip(after, before, strict=True)] == [
        name != "writers" for name in NAMES
    ]

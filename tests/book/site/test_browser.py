"""The site in a browser, opened as a file: it can be read, found in, and heard, at any width."""

import re
from pathlib import Path

import pytest

from book.__main__ import HERE
from book.lessons import notebooks

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
NAMES = sorted(
    path.relative_to(HERE / "source").with_suffix("").as_posix()
    for path in (HERE / "source").rglob("*")
    if path.suffix in (".md", ".rst")
)
NAMES += [f"lessons/{lesson.path.stem}" for lesson in notebooks()] + ["search"]
# The theme hides what is too wide for the window, so we ask each element that is in no scroll box.
TOO_WIDE = """() => [...document.querySelectorAll("article *")]
  .filter((tag) => tag.getBoundingClientRect().right > innerWidth)
  .filter((tag) => {
    for (let box = tag.parentElement; box.tagName != "ARTICLE"; box = box.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
    return true;
  })
  .map((tag) => tag.outerHTML.slice(0, 200))"""
CLIPPED = """() => [...document.querySelectorAll("article *")]
  .filter((tag) => getComputedStyle(tag).overflowX == "hidden" && tag.clientWidth > 1)
  .filter((tag) => tag.scrollWidth > tag.clientWidth + 1)
  .map((tag) => tag.outerHTML.slice(0, 200))"""
EACH = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def open_page(chromium, site):
    """Open a page of the site; afterwards nothing may have been asked for but files of it."""
    contexts, asked, said = [], [], []

    def open_(name, width=1280, scheme="light"):
        view = {"width": width, "height": 900}
        contexts.append(chromium.new_context(viewport=view, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"file://{site}/{name}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((f"file://{site}/", "data:"))] == []
    assert said == []


@EACH
def test_a_page_fits_and_axe_finds_nothing_to_complain_about(open_page, name):
    page = open_page(f"{name}.html")
    page.add_script_tag(path=AXE)

    for width, scheme in [(1280, "light"), (1280, "dark"), (375, "light")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert complaints(page) == [], f"{width} pixels, {scheme}"
        assert page.evaluate(TOO_WIDE) == [], f"{width} pixels"
    page.evaluate("document.querySelectorAll('article details').forEach(each => each.open = true)")
    assert page.evaluate(TOO_WIDE) == page.evaluate(CLIPPED) == [], "unfolded, 375 pixels"


def complaints(page):
    """Return what axe finds, once the page has been laid out in its new size and colours."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    assert len(found["passes"]) > 10
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_search_finds_a_word_and_leads_to_it(open_page):
    page = open_page("index.html")
    page.get_by_role("textbox", name="Search").fill("snapshot")
    page.keyboard.press("Enter")

    results = page.locator("#search-results li a")
    results.first.wait_for()
    assert "05 · Snapshots" in results.all_inner_texts()
    page.get_by_role("link", name="05 · Snapshots").last.click()
    page.get_by_role("heading", name="05 · Snapshots").wait_for()


def test_search_keeps_the_answers_to_itself(open_page):
    """An exercise's word leads to the lesson, and to no page for teachers that gives it away."""
    page = open_page("search.html?q=potion")

    page.locator("#search-results li a").first.wait_for()
    page.locator("#search-results", has_text="found").wait_for()
    found = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert [address for address in found if "/teacher/" in address] == []
    assert any("/lessons/" in address for address in found)


@pytest.mark.parametrize("name", [name for name in NAMES if re.match(r"lessons/\d", name)])
def test_answers_of_questions_that_look_back_are_folded(open_page, name):
    page = open_page(f"{name}.html")
    asked = page.locator("section", has=page.locator("> h2", has_text="Do you"))

    assert asked.count() >= 1
    for section in asked.all():
        answers = section.locator("details", has_text="Our answers").locator("ol, p").first
        assert not answers.is_visible()
        section.locator("summary", has_text="Our answers").click()
        assert answers.is_visible()


def test_code_is_copied_by_a_button_and_what_came_of_it_is_not(chromium, site):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"file://{site}/lessons/00_start_here.html")
    cell = page.locator("article div.cell", has_text="hit_points = 3").first

    assert cell.locator(".cell_output pre").count() == 1
    assert cell.get_by_role("button").count() == 1
    cell.get_by_role("button", name="Copy").click()

    cell.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "hit_points = 3\nhit_points\n"
    context.close()


def test_commands_can_be_copied_and_text_cannot(open_page):
    for name, code, text in [
        ("index", "console", ""),
        ("teacher/answers", "python", "diff"),
        ("lessons/02_append", "python", "text"),
    ]:
        page = open_page(f"{name}.html")
        for block in page.locator(f"article .highlight-{code}").all():
            assert block.get_by_text("Copy", exact=True).count() == 1
        if text:
            plain = page.locator(f"article .highlight-{text}")
            assert plain.get_by_role("button", name="Copy").count() == 0


def test_each_bar_can_be_seen_on_a_phone(open_page):
    page = open_page("lessons/00_start_here.html", width=375)
    bars = page.locator("article td span[style*='background']")

    assert bars.count() >= 5
    for bar in bars.all():
        box = bar.bounding_box()
        assert box["x"] + box["width"] <= 360


def test_an_answer_is_folded_until_it_is_asked_for(open_page):
    page = open_page("lessons/02_append.html")
    answer = page.locator("article details", has_text="put_item").first

    code = answer.locator("pre").first
    assert not code.is_visible()
    answer.locator("summary").click()
    assert code.is_visible()


def test_a_wide_code_scrolls_in_its_own_box_by_keyboard(open_page):
    page = open_page("lessons/02_append.html", width=375)
    box = page.locator("article pre[tabindex]").first
    box.focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())

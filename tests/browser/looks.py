"""What is wrong with how our part of a page looks: a lesson's texts, and what its cells show."""

from pathlib import Path
from typing import Any

from .learner import LONG_SCREEN, SCREEN, Learner

AXE = Path(__file__).parents[1] / "book/site/node_modules/axe-core/axe.min.js"
OURS = ":is(.jp-OutputArea-output, .jp-RenderedMarkdown)"
ASK_AXE = """rules => axe.run(
  {include: [[".jp-Notebook .jp-OutputArea-output"], [".jp-Notebook .jp-RenderedMarkdown"]]},
  {resultTypes: ["violations"], preload: false, ...rules},
)"""
# Tables, code and pictures may be wider than the page, and scroll; nothing may be cut off. (On a
# phone, only code may: see below.)
TOO_WIDE = f"""() => {{
  const page = document.querySelector(".jp-WindowedPanel-outer");
  const edge = page.getBoundingClientRect().left + page.clientWidth + 1;
  const right = (tag) => tag.getBoundingClientRect().right;
  const isCut = (tag) => {{
    for (let box = tag.parentElement; box !== page; box = box.parentElement) {{
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return right(box) > edge;
      if (["hidden", "clip"].includes(getComputedStyle(box).overflowX)) return true;
    }}
    return true;
  }};
  return [...document.querySelectorAll(".jp-Notebook {OURS} :not(svg *)")]
    .filter((tag) => right(tag) > edge)
    .filter((tag) => isCut(tag) || !tag.closest("{OURS} :is(table, pre, svg, [tabindex])"))
    .map((tag) => tag.outerHTML.slice(0, 200));
}}"""
BRIGHT = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS} *")]
  .filter((tag) => {{
    const style = getComputedStyle(tag);
    const isShape = tag instanceof SVGElement && !["svg", "text"].includes(tag.localName);
    return [style.backgroundColor, isShape && tag.localName === "rect" ? style.fill : ""]
      .map((colour) => colour.match(/[\\d.]+/g)?.map(Number) ?? [])
      .some(([red, green, blue, solid = 1]) => solid > 0.5 && red + green + blue > 480);
  }})
  .map((tag) => tag.outerHTML.slice(0, 200))"""
UNNAMED = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS} :is(svg, img)")]
  .filter((tag) => !(tag.getAttribute("aria-label") || tag.getAttribute("alt")))
  .map((tag) => tag.outerHTML.slice(0, 200))"""
BROKEN = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS} pre")]
  .filter((tag) => getComputedStyle(tag).wordBreak === "break-all")
  .map((tag) => tag.outerHTML.slice(0, 200))"""
CROWDED = f"""() => [...document.querySelectorAll(`.jp-Notebook {OURS} :is(p, ul, ol, pre, details),
    .jp-Notebook .jp-OutputArea-child`)]
  .map((tag) => [tag, tag.nextElementSibling])
  .filter(([tag, next]) => next?.offsetHeight && tag.offsetHeight)
  .filter(([tag, next]) => getComputedStyle(next).position !== "absolute")
  .filter(([tag, next]) => !(tag.matches("details") && next.matches("details")))
  .filter(([tag, next]) =>
    next.getBoundingClientRect().top - tag.getBoundingClientRect().bottom < 4)
  .map(([tag, next]) => next.outerHTML.slice(0, 200))"""
LONG = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS} :is(p, li)")]
  .filter((tag) => {{
    const ruler = document.createElement("span");
    ruler.style = "position: absolute; width: 91ch";
    tag.append(ruler);
    const width = ruler.offsetWidth;
    ruler.remove();
    return tag.clientWidth > width;
  }})
  .map((tag) => tag.outerHTML.slice(0, 200))"""
# On a phone, a picture is there as a whole, and its letters are 9 pixels high or more.
UNFIT = f"""() => {{
  const page = document.querySelector(".jp-WindowedPanel-outer");
  const edge = page.getBoundingClientRect().left + page.clientWidth;
  const size = (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
  return [...document.querySelectorAll(".jp-Notebook {OURS} svg")]
    .filter((svg) => svg.getBoundingClientRect().right > edge
      || [...svg.querySelectorAll("text:not([transform])")].some((text) => size(text) < 9))
    .map((svg) => svg.outerHTML.slice(0, 200));
}}"""
# A line of pytest's or of code fits as it is where there is room, up to 80 letters, or 72 in a box,
# where it has air around it.
TIGHT = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS} pre")]
  .filter((tag) => {{
    const ruler = document.createElement("span");
    const longest = Math.max(...tag.textContent.split("\\n").map((line) => line.length));
    const letters = Math.min(longest, tag.closest(".alert") ? 72 : 80);
    ruler.style = `position: absolute; width: ${{letters}}ch`;
    tag.append(ruler);
    const width = ruler.offsetWidth;
    ruler.remove();
    const {{ paddingLeft, paddingRight }} = getComputedStyle(tag);
    const air = parseFloat(paddingLeft) + parseFloat(paddingRight);
    return tag.clientWidth - air < width && !tag.matches("details div *");
  }})
  .map((tag) => tag.outerHTML.slice(0, 200))"""
UNPADDED = """() => [...document.querySelectorAll(".jp-Notebook .jp-RenderedMarkdown .alert pre")]
  .filter((tag) => {
    const style = getComputedStyle(tag);
    const sides = ["paddingTop", "paddingRight", "paddingBottom", "paddingLeft"];
    return sides.some((side) => parseFloat(style[side]) < 4);
  })
  .map((tag) => tag.outerHTML.slice(0, 200))"""
# On a phone, code keeps its lines and scrolls; nothing else has to be scrolled to the side.
SIDEWAYS = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS}, .jp-Notebook {OURS} *")]
  .filter((tag) => ["auto", "scroll"].includes(getComputedStyle(tag).overflowX))
  .filter((tag) => tag.scrollWidth > tag.clientWidth + 1 && !tag.matches("pre"))
  .map((tag) => tag.outerHTML.slice(0, 200))"""
WRAPPED = f"""() => [...document.querySelectorAll(".jp-Notebook {OURS}.jp-RenderedHTMLCommon pre")]
  .filter((tag) => getComputedStyle(tag).whiteSpace !== "pre")
  .map((tag) => tag.outerHTML.slice(0, 200))"""
# What pytest says of an error is read without scrolling.
UNSEEN = """() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output pre")]
  .filter((tag) => /^E  /m.test(tag.textContent))
  .filter((tag) => {
    const said = [...tag.querySelectorAll("span")];
    const edge = tag.getBoundingClientRect().right + 1;
    return !said.length || said.some((line) => line.getBoundingClientRect().right > edge);
  })
  .map((tag) => tag.outerHTML.slice(0, 200))"""
# A word stays on its line, but for code, which may be longer than any line.
TORN = f"""() => {{
  const torn = [];
  for (const tag of document.querySelectorAll(".jp-Notebook {OURS}")) {{
    const texts = document.createTreeWalker(tag, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {{
      const text = texts.currentNode;
      if (text.parentElement.closest("pre, code, svg, style, script")) continue;
      for (const word of text.data.matchAll(/[\\w]{{2,}}/g)) {{
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        const around = text.parentElement.outerHTML.slice(0, 200);
        if (lines.size > 1) torn.push(`${{word[0]}} in: ${{around}}`);
      }}
    }}
  }}
  return torn;
}}"""
# What a cell shows begins and ends where its code does.
UNALIGNED = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")]
  .filter((cell) => cell.querySelector(".jp-OutputArea-output"))
  .filter((cell) => {
    const code = cell.querySelector(".jp-InputArea-editor, .jp-Placeholder-content");
    const shown = cell.querySelector(".jp-OutputArea-output").getBoundingClientRect();
    const box = code.getBoundingClientRect();
    return Math.abs(box.left - shown.left) > 1 || Math.abs(box.right - shown.right) > 1;
  })
  .map((cell) => cell.innerText.slice(0, 200))"""
# The text below a cell keeps its distance from what the cell shows.
CLOSE = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell + .jp-MarkdownCell")]
  .filter((text) => {
    const shown = [...text.previousElementSibling.querySelectorAll(".jp-OutputArea-output")].at(-1);
    const words = text.querySelector(".jp-MarkdownOutput > *");
    if (!shown?.offsetHeight || !words) return false;
    return words.getBoundingClientRect().top - shown.getBoundingClientRect().bottom < 8;
  })
  .map((text) => text.innerText.slice(0, 200))"""
ON_A_PHONE = {
    "too wide": TOO_WIDE,
    "a picture that doesn't fit": UNFIT,
    "has to be scrolled to the side": SIDEWAYS,
    "a line of code is broken": WRAPPED,
    "an error runs off the screen": UNSEEN,
    "a word is broken": TORN,
    "not below its code": UNALIGNED,
    "too close to what is above": CLOSE,
    "code at the edge of its box": UNPADDED,
}
JUPYTERLABS = '<div class="lm-Widget'  # its box around ours, which browsers scroll by keyboard


def problems(learner: Learner) -> list[str]:
    """Return what is wrong in the open notebook, unfolded, in both themes and at three widths."""
    page = learner.page
    page.set_viewport_size(LONG_SCREEN)
    page.evaluate("notebook.unroll()")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
        # JupyterLab's body has no height and hides what overflows: axe would see nothing in it.
        page.add_style_tag(content="html, body { height: 100% }")
    found = [f"without a text: {each}" for each in page.evaluate(UNNAMED)]
    found += [f"broken within a word: {each}" for each in page.evaluate(BROKEN)]
    found += [f"too close to what is above: {each}" for each in page.evaluate(CROWDED)]
    found += [f"longer than 90 letters: {each}" for each in page.evaluate(LONG)]
    for theme, rules in [("Light", {}), ("Dark", {"runOnly": ["color-contrast"]})]:
        page.evaluate("name => notebook.theme(name)", theme)
        found += [f"{theme}: {each}" for each in _told_by_axe(page.evaluate(ASK_AXE, rules))]
    found += [f"bright in the dark: {each}" for each in page.evaluate(BRIGHT)]
    page.evaluate("notebook.theme('Light')")
    page.evaluate("jupyterapp.shell.collapseLeft()")
    for width in (820, 390):
        page.set_viewport_size({"width": width, "height": 2000})
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        found += [f"too wide for {width} pixels: {each}" for each in page.evaluate(TOO_WIDE)]
        if width == 820:
            found += [f"lines of 80 don't fit: {each}" for each in page.evaluate(TIGHT)]
            found += [f"code at the edge of its box: {each}" for each in page.evaluate(UNPADDED)]
    page.evaluate("jupyterapp.shell.expandLeft()")
    page.set_viewport_size(SCREEN)
    return found


def _told_by_axe(results: Any) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in results["violations"]
        for node in rule["nodes"]
        if not node["html"].startswith(JUPYTERLABS)
    ]

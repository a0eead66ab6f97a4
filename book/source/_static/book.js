// No summaries of what was found where the browser may not read files: from a file: address.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS === "object") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// A box that scrolls sideways can be reached by keyboard, and only while it scrolls.
const reach = ({ target }) =>
  target.scrollWidth > target.clientWidth
    ? target.setAttribute("tabindex", 0)
    : target.removeAttribute("tabindex");

addEventListener("DOMContentLoaded", () => {
  const widths = new ResizeObserver((entries) => entries.forEach(reach));
  document.querySelectorAll("article pre, article .table-wrapper, article .output").forEach((box) => {
    reach({ target: box });
    widths.observe(box);
  });
});

// A button copies code and commands, without prompts and without what came of them.
addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  const code = "article .cell_input pre, article :is(.highlight-python, .highlight-console) pre";
  document.querySelectorAll(code).forEach((box) => {
    if (box.closest(".cell_output")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.onclick = async () => {
      const copy = box.cloneNode(true);
      copy.querySelectorAll(".gp, .go").forEach((each) => each.remove());
      await navigator.clipboard.writeText(copy.textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    };
    box.parentElement.classList.add("copied-from");
    box.after(button);
  });
});

// On paper, nothing can be opened. What is folded in a lesson comes at its end, on pages of its own,
// so that it's a handout without them. What the reader has opened stays where it is.
const END = "Hints, our answers, and what happened";
const made = [];

const make = (tag, text = "") => {
  const element = document.createElement(tag);
  element.className = "on-paper";
  element.textContent = text;
  made.push(element);
  return element;
};

const heading = (element) =>
  element.closest("article > section > section").querySelector("h2").firstChild.textContent;

addEventListener("beforeprint", () => {
  const article = document.querySelector("article:has(.cell)");
  const folded = article?.querySelectorAll("details:not([open], .above-input, details details)") ?? [];
  if (!folded.length) return;
  const end = make("section");
  end.append(make("h2", END));
  let names;
  let number = 0;
  for (const each of folded) {
    if (!each.previousElementSibling?.matches("details:not([open], .above-input)")) {
      number += 1;
      names = make("p", `No. ${number}, at the end: `);
      each.before(names);
      end.append(make("h3", `No. ${number} · ${heading(each)}`));
    } else {
      names.append(" · ");
    }
    const name = each.querySelector("summary :not(.expanded), summary:not(:has(*))").textContent;
    names.append(name);
    const title = make("h4", name);
    const copy = make("div");
    copy.append(...[...each.cloneNode(true).children].slice(1));
    copy.querySelectorAll("[id]").forEach((named) => named.removeAttribute("id"));
    copy.querySelectorAll("details").forEach((nested) => (nested.open = true));
    end.append(title, copy);
  }
  article.classList.add("handout");
  article.append(end);
});

addEventListener("afterprint", () => {
  document.querySelector("article").classList.remove("handout");
  made.splice(0).forEach((element) => element.remove());
});

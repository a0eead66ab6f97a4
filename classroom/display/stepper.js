(() => {
  const { start, groups, choices, lines, states } = "DATA";
  for (const box of document.querySelectorAll('[data-stepper="NAME"]:not([data-ready])')) {
    const stage = box.querySelector(".stepper-stage");
    const make = (tag, parent, text = "") => {
      const made = parent.appendChild(document.createElement(tag));
      made.textContent = text;
      return made;
    };
    const button = (parent, label, act) => {
      const made = make("button", parent, label);
      made.type = "button";
      // Not `disabled`, so that a button which has just been pressed keeps the focus.
      made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && act());
      return made;
    };
    let way = [start];
    const go = (to) => {
      if (to !== way.at(-1)) way.push(to);
      show();
    };

    box.dataset.ready = "";
    stage.textContent = "";
    const picture = make("div", stage);
    const words = make("p", stage);
    words.className = "stepper-words";
    words.setAttribute("aria-live", "polite");
    const bar = make("div", stage);
    bar.className = "stepper-bar";
    const buttons = groups.flatMap(([title, labels]) => {
      const group = make("div", bar);
      if (title) {
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", title);
        make("span", group, title);
      } else group.className = "stepper-main";
      return labels.map((label) => button(group, label, () => {}));
    });
    buttons.forEach((each, number) =>
      each.addEventListener("click", () => {
        const to = states[way.at(-1)][2][number];
        if (to !== undefined) go(to);
      }),
    );
    const steps = make("div", bar);
    const back = button(steps, "One step back", () => {
      way.pop();
      show();
    });
    const again = button(steps, "From the start", () => {
      way = [start];
      show();
    });

    const show = () => {
      const now = way.at(-1);
      const [parts, said, actions] = states[now];
      picture.innerHTML = parts.map((part) => lines[part]).join("\n");
      if (words.textContent !== said) words.textContent = said;
      buttons.forEach((each, number) => {
        each.setAttribute("aria-disabled", String(!(number in actions)));
        if (choices.includes(number))
          each.setAttribute("aria-pressed", String(actions[number] === now));
      });
      for (const each of [back, again])
        each.setAttribute("aria-disabled", String(way.length === 1));
    };
    show();
  }
})();

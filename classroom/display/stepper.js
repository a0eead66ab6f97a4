(() => {
  const { start, groups, choices, lines, states } = "DATA";
  for (const box of document.querySelectorAll('[data-stepper="NAME"]:not([data-ready])')) {
    const stage = box.querySelector(".stepper-stage");
    const make = (tag, parent, text = "") => {
      const made = parent.appendChild(document.createElement(tag));
      made.textContent = text;
      return made;
    };
    const button = (row, label) => {
      const made = make("button", row, label);
      made.type = "button";
      return made;
    };
    let way = [start];

    box.dataset.ready = "";
    // Paper has no buttons: the first and the last state stay for print.
    const paper = box.appendChild(stage.cloneNode(true));
    paper.className = "stepper-paper";
    stage.textContent = "";
    // The buttons come first, so that they stay where they are while the picture grows.
    const bar = make("div", stage);
    bar.className = "stepper-bar";
    const words = make("p", stage);
    words.setAttribute("aria-live", "polite");
    const picture = make("div", stage);
    const rows = groups.map(([title, labels], number) => {
      const row = make("div", bar);
      if (number === 0) row.className = "stepper-main";
      if (title) {
        row.setAttribute("role", "group");
        row.setAttribute("aria-label", title);
        make("span", row, title);
      }
      return labels.map((label) => button(row, label));
    });
    const buttons = rows.flat();
    buttons.forEach((each, number) => {
      each.onclick = () => {
        const to = states[way.at(-1)][2][number];
        if (to === undefined) return;
        if (to !== way.at(-1)) way.push(to);
        show();
      };
    });
    const wayBack = make("div", bar.firstChild);
    const back = button(wayBack, "Back");
    back.onclick = () => {
      if (way.length > 1) way.pop();
      show();
    };
    const again = button(wayBack, "From the start");
    again.onclick = () => {
      way = [start];
      show();
    };

    const show = () => {
      const now = way.at(-1);
      const [parts, said, actions, found] = states[now];
      picture.innerHTML = parts.map((part) => lines[part]).join("\n");
      if (words.textContent !== said) words.textContent = said;
      words.className = found ? "stepper-words stepper-found" : "stepper-words";
      // aria-disabled, so that a button that has just been pressed keeps the focus.
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

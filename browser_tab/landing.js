// The learner's side of the first page: how far they are, and what they do with their work.
import * as work from "./work.js";

const element = (id) => document.getElementById(id);
const lessons = [...document.querySelectorAll("nav li")].map((item) => ({
  item,
  path: new URLSearchParams(item.querySelector("a").search).get("path"),
  title: item.querySelector("a").textContent,
  exercises: JSON.parse(item.dataset.exercises),
}));
// A title is "02 · Append" or "Room A · Two winners".
const numbered = (title) => title.split(" · ")[0];
const named = (title) => title.split(" · ")[1];
const called = (title) => (/^\d/.test(title) ? `lesson ${numbered(title)}` : numbered(title));
const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

// Show how far the learner is, and lead them to the lesson that they worked on last.
async function show() {
  const files = await work.files();
  const progress = work.progress(files);
  const right = (name) => progress[name]?.state === "right";
  for (const { item, path, exercises } of lessons) {
    const done = exercises.filter(right).length;
    item.querySelector(".done").textContent =
      done > 0 ? `${done === exercises.length ? "✔ " : ""}${done} of ${exercises.length} done` : "";
    item.querySelector("button").hidden = !(path in files);
  }
  const when = ({ path }) => files[path]?.last_modified ?? "";
  const [last] = lessons.filter(when).sort((one, other) => (when(one) < when(other) ? 1 : -1));
  const next = last ?? lessons[0];
  element("start").href = next.item.querySelector("a").href;
  element("start").textContent = last ? `Go on with ${called(last.title)}` : "Start";
  element("next").textContent = last
    ? `${named(last.title)}. You've done ${count(Object.keys(progress).filter(right).length, "exercise")}.`
    : "With lesson 00, in 12 minutes. A little Python is enough.";
  for (const id of ["export", "reset"]) element(id).disabled = Object.keys(files).length === 0;
}

// Say what all of the work is.
function inventory(files) {
  const copies = lessons.filter(({ path }) => path in files).map(({ title }) => numbered(title));
  const done = Object.values(work.progress(files)).filter(({ state }) => state === "right").length;
  const known = [...lessons.map(({ path }) => path), "my/progress.json"];
  const others = Object.entries(files)
    .filter(([path, { type }]) => type !== "directory" && !known.includes(path))
    .map(([path]) => path);
  return [
    copies.length && `your ${copies.length === 1 ? "copy of lesson" : "copies of lessons"} ${copies.join(", ")}`,
    done && `your progress (${count(done, "exercise")} done)`,
    others.length && `${count(others.length, "file")} of your own: ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", …" : ""}`,
  ].filter(Boolean);
}

async function save() {
  const text = await work.exported();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `my-workshop-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function take() {
  const [file] = element("file").files;
  element("file").value = "";
  if (!file) return;
  const kept = await work.imported(await file.text());
  say(`Your work is here again.${kept.length ? ` What was here before is kept as ${kept.join(", ")}.` : ""}`);
}

async function forget() {
  const all = inventory(await work.files()).map((each) => `\n- ${each}`);
  const question = `This deletes from this browser:${all.join("")}\n\nThere is no way back. If you may want it again, save it as a file first.`;
  if (!confirm(question)) return;
  await work.forget();
  say("Done. Every lesson is as on the first day.");
}

async function beginAgain({ path, title }) {
  const question = `Begin "${title}" again? Your copy is kept, and your progress, too.`;
  if (!confirm(question)) return;
  say(`The lesson is as on the first day. Your copy is now ${await work.setAside(path)}.`);
}

const say = (text) => (element("answer").textContent = text);

// Do it, show what has become of the page, and never fail silently.
const does = (act) => async () => {
  try {
    await act();
  } catch (error) {
    say(`That didn't work: ${error.message}.`);
  }
  await show();
};

element("export").onclick = does(save);
element("import").onclick = () => element("file").click();
element("file").onchange = does(take);
element("reset").onclick = does(forget);
for (const lesson of lessons) {
  lesson.item.querySelector("button").onclick = does(() => beginAgain(lesson));
}
addEventListener("pageshow", show); // also when they come back from a lesson

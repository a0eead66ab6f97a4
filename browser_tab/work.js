// The learner's work in this browser: their copies of the lessons, my/ and the progress. JupyterLite
// keeps each file in a database, as what its contents API would return.
import "./scripts/storage.js";

const root = new URL(".", import.meta.url);
const stores = ["files", "checkpoints", "counters"];
const channel = new BroadcastChannel(`lessons at ${root.pathname}`);
const FORMAT = "work of the workshop on event sourcing";
const PATIENCE = 700; // milliseconds: until other tabs have heard that they should save

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Do this with a store, and return what it returns; nothing if there's no such store.
async function within(store, act) {
  const opened = await openStorage(root.pathname);
  try {
    if (!opened.objectStoreNames.contains(store)) return undefined;
    return await act(opened.transaction(store, "readwrite").objectStore(store));
  } finally {
    opened.close();
  }
}

// Return every file by its path; or those whose paths are in this range.
export async function files(range) {
  const known = await within("files", async (store) => {
    const [paths, all] = [store.getAllKeys(range), store.getAll(range)];
    await settled(all);
    return paths.result.map((path, index) => [path, all.result[index]]);
  });
  return Object.fromEntries(known ?? []);
}

const put = (all) =>
  within("files", (store) =>
    Promise.all(Object.entries(all).map(([path, file]) => settled(store.put(file, path)))),
  );

const remove = (paths) =>
  within("files", (store) => Promise.all(paths.map((path) => settled(store.delete(path)))));

// Return the first free name for this file beside it: my/a.kept-1.py.
function beside(path, known) {
  const [, stem, suffix] = path.match(/^(.*?)(\.[^./]*)?$/);
  for (let number = 1; ; number += 1) {
    const free = `${stem}.kept-${number}${suffix ?? ""}`;
    if (!(free in known)) return free;
  }
}

const named = (file, path) => ({ ...file, path, name: path.split("/").at(-1) });
const changed = (file) => ({ ...file, last_modified: new Date().toISOString() });
const text = (file) => JSON.stringify(file.content);

// Return what is known of each exercise.
export function progress(known) {
  try {
    const { content } = known["my/progress.json"];
    return typeof content === "string" ? JSON.parse(content) : content;
  } catch {
    return {};
  }
}

// Return the files in my/ as JSON, for Python where it shares no folder with this browser.
export async function mine() {
  const known = Object.entries(await files(IDBKeyRange.bound("my", "my0"))); // "0" follows "/"
  return JSON.stringify(Object.fromEntries(known.filter(([path]) => /^my($|\/)/.test(path))));
}

// Keep what Python has changed there, and forget what is gone.
export async function keep(files, gone) {
  const created = new Date().toISOString();
  const kept = Object.entries(JSON.parse(files)).map(([path, file]) => {
    const mimetype = { text: "text/plain", base64: "application/octet-stream" }[file.format] ?? "";
    return [path, changed(named({ ...file, mimetype, created, writable: true }, path))];
  });
  await put(Object.fromEntries(kept));
  await remove(JSON.parse(gone));
}

// Let the other tabs save and close what is open in them: this lesson, or all of them. Return
// whether something was.
export async function closeElsewhere(path = "") {
  const waiting = new Set();
  let asked = 0;
  const hear = ({ data: { saving, saved } }) => {
    if (saving) waiting.add(saving);
    if (saving) asked += 1;
    if (saved) waiting.delete(saved);
  };
  channel.addEventListener("message", hear);
  channel.postMessage({ close: path });
  await pause(PATIENCE);
  for (let ticks = 0; waiting.size > 0 && ticks < 100; ticks += 1) await pause(100);
  channel.removeEventListener("message", hear);
  return asked > 0;
}

// When another tab asks for it, let find(path) find what is open with this path, or all if it's "".
// Then save these.
export function onClose(find, save) {
  const tab = crypto.getRandomValues(new Uint32Array(1))[0] + 1;
  channel.addEventListener("message", async ({ data: { close } }) => {
    const open = close === undefined ? [] : find(close);
    if (open.length === 0) return;
    channel.postMessage({ saving: tab });
    await Promise.all(open.map(save));
    channel.postMessage({ saved: tab });
  });
}

// Return all of the work as the text of one file.
export async function exported() {
  await closeElsewhere();
  return JSON.stringify({ format: FORMAT, files: await files() });
}

// Take the work in such a text. A file that differs from one that's here is kept beside it; return
// the paths of those.
export async function imported(source) {
  let work;
  try {
    work = JSON.parse(source);
  } catch {
    work = {};
  }
  if (work?.format !== FORMAT) throw new Error("this file isn't one that this page has saved");
  await closeElsewhere();
  const known = await files();
  const kept = {};
  for (const [path, file] of Object.entries(work.files)) {
    if (path in known && file.type !== "directory" && text(known[path]) !== text(file)) {
      const aside = beside(path, { ...known, ...kept, ...work.files });
      kept[aside] = named(known[path], aside);
    }
  }
  await put({ ...kept, ...work.files });
  return Object.keys(kept);
}

// Delete all of it.
export async function forget() {
  await closeElsewhere();
  for (const store of stores) await within(store, (opened) => settled(opened.clear()));
}

// Put this copy beside, so that the lesson is as on the first day; return where it is.
export async function setAside(path) {
  await closeElsewhere(path);
  const known = await files();
  const aside = beside(path, known);
  await put({ [aside]: named(known[path], aside) });
  await remove([path]);
  return aside;
}

// Replace each copy of another edition by the site's lesson with the learner's answers in it, as
// classroom/lessons.py does. Return the paths of the old copies, which are kept, by those of the new.
export async function renew(editions, renamed) {
  const outdated = (known) =>
    Object.entries(editions).filter(
      ([path, edition]) => path in known && known[path].content?.metadata?.edition !== edition,
    );
  if (outdated(await files()).length === 0) return {};
  await closeElsewhere();
  const known = await files();
  const renewed = {};
  for (const [path, edition] of outdated(known)) {
    const old = known[path];
    const answer = await fetch(new URL(`files/${path}`, root));
    if (!Array.isArray(old.content?.cells) || !answer.ok) continue;
    const lesson = await answer.json();
    if (lesson.metadata.edition !== edition) continue; // an older one, from a cache
    const content = withAnswers(lesson, answers(old.content, progress(known), renamed));
    const aside = beside(path, known);
    known[aside] = named(old, aside);
    await put({ [aside]: known[aside], [path]: changed({ ...old, content }) });
    renewed[path] = aside;
  }
  return renewed;
}

// Return the cells with the exercises that the learner has tried, by the exercises' names.
function answers(notebook, done, renamed) {
  const found = {};
  for (const { id, metadata, source } of notebook.cells) {
    const old = metadata?.exercise;
    const name = renamed[old] ?? old;
    const state = (done[name] ?? done[old])?.state;
    if (id === `${old}-cell` && ["tried", "right"].includes(state)) {
      found[name] = [source].flat().join("").replaceAll(`"${old}"`, `"${name}"`);
    }
  }
  return found;
}

function withAnswers(notebook, found) {
  for (const cell of notebook.cells) {
    const name = cell.metadata?.exercise;
    if (cell.id === `${name}-cell` && name in found) cell.source = found[name];
  }
  return notebook;
}

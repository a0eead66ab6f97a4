// What the first page does before a lesson: find out whether the browser can run one, and bring
// everything that lessons need into its cache.
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const seconds = (number) => new Promise((done) => setTimeout(done, number * 1000));

// If nothing answers, say so: nobody knows what a page waits for.
function within(limit, promise, told) {
  return Promise.race([promise, seconds(limit).then(() => Promise.reject(new Error(told)))]);
}

// What Python in a tab can't do without.
async function missing() {
  if (location.protocol === "file:") return "a web server: a page that was opened as a file may not start Python. In the folder of this file, run: python3 -m http.server --bind 127.0.0.1 8000";
  if (typeof WebAssembly !== "object" || !WebAssembly.Exception) return "WebAssembly, in which Python runs. A newer browser has it";
  if (typeof Worker !== "function") return "web workers, in which Python runs";
  const opened = new Promise((yes, no) => {
    const request = indexedDB.open("is-there-storage");
    request.onsuccess = () => { request.result.close(); yes(); };
    request.onerror = no;
  });
  try {
    localStorage.setItem("is-there-storage", "yes");
    await within(10, opened);
  } catch {
    return "storage: it is switched off for this page, or full. Allow this page to keep data (browsers call it “cookies and site data”), and reload it";
  }
  return "";
}

// The service worker answers from this cache if the server is away. Not every page has one.
async function openCache() {
  if (!window.caches || !navigator.serviceWorker) return undefined;
  try {
    // As JupyterLite registers it, which begins again, from the server, if it finds no such note.
    const worker = new URL("service-worker.js?enableCache=false", location).href;
    await navigator.serviceWorker.register(worker);
    await within(10, navigator.serviceWorker.ready);
    const lite = await (await fetch("jupyter-lite.json")).json();
    localStorage.setItem(`${worker}-version`, lite["jupyter-config-data"].appVersion);
    return await caches.open(`lessons ${new URL(".", location)}`);
  } catch {
    return undefined;
  }
}

const NEVER_CHANGES = /^python-|\.[0-9a-f]{7,20}\.js$/; // as in service_worker.js
const TYPES = { css: "text/css", html: "text/html", js: "text/javascript", json: "application/json", wasm: "application/wasm" };
const SCRIPT = /^(application|text)\/(x-)?(java|ecma)script\b/;

async function fetched(name, size, more) {
  const unanswered = `${name}: no answer`;
  const asked = fetch(name, { cache: NEVER_CHANGES.test(name) ? "default" : "no-cache" });
  const answer = await within(60, asked, unanswered);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const type = answer.headers.get("Content-Type") ?? "no type";
  if (name.endsWith(".js") && !SCRIPT.test(type)) throw new Error(`the server sends ${name} as ${type}, and a browser only runs text/javascript; the person who runs the server has to set this type for .js`);
  const parts = [], reader = answer.body.getReader();
  for (let part; !(part = await within(60, reader.read(), unanswered)).done;) {
    parts.push(part.value);
    more(part.value.length);
  }
  const body = new Blob(parts);
  if (body.size !== size) throw new Error(`${name}: ${body.size} bytes arrived instead of ${size}; something between this page and its server changes what it sends`);
  return [body, answer.headers];
}

// Fetch all files, {name: [size, digest]}, that this browser doesn't have. Return whether it
// keeps them for good; `tell` gets the bytes so far.
async function load(files, tell) {
  const cache = await openCache();
  const names = Object.keys(files).sort((one, other) => files[one][0] - files[other][0]);
  let here = 0, stopped = false;
  const more = (bytes) => {
    here += bytes;
    if (!stopped) tell(here);
  };
  const one = async (name) => {
    const [size, digest] = files[name];
    const kept = await cache?.match(name);
    if (kept?.headers.get("Digest") === digest) return more(size);
    if (kept) await cache.delete(name); // or the service worker would answer with it
    const [body, said] = await fetched(name, size, more);
    const headers = new Headers([...said].filter(([header]) => header.startsWith("cross-origin-")));
    headers.set("Content-Type", TYPES[name.split(".").pop()] ?? "application/octet-stream");
    headers.set("Digest", digest);
    // A worker needs this where its page has it, and a server may send it only later.
    if (name.endsWith(".js")) headers.set("Cross-Origin-Embedder-Policy", "require-corp");
    await cache?.put(name, new Response(body, { headers }));
  };
  const some = async () => { for (let name; (name = names.pop());) await one(name); };
  try {
    await Promise.all([some(), some(), some(), some(), some(), some()]);
  } catch (error) {
    names.length = 0; // or the others would go on, and hide what is said
    stopped = true;
    throw error;
  }
  if (!cache) return false;
  await cache.add("index.html");
  for (const { url } of await cache.keys()) {
    const name = url.slice(new URL(".", location).href.length);
    if (name !== "index.html" && !files[name]) await cache.delete(url); // of an earlier site
  }
  return true;
}

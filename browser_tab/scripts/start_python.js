// The kernel imports this file, and with it Python. Pyodide alone would wait forever, and say
// nothing, if a server sends its files under other types or doesn't send all of them.
import createPyodideModule from "./pyodide.asm.js";
import { loadPyodide as load } from "./pyodide.js";

// watch_the_start.js shows it on the page.
const say = (error) => postMessage({ pythonFailed: `${error?.message ?? error}` });

const { instantiateStreaming } = WebAssembly;
const TYPE = "application/wasm";

// A browser accepts a program only under its own type, which some servers don't know.
WebAssembly.instantiateStreaming = async (source, imports) => {
  try {
    let answer = await source;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    if (answer.headers.get("Content-Type") !== TYPE) {
      answer = new Response(answer.body, { headers: { "Content-Type": TYPE } });
    }
    return await instantiateStreaming.call(WebAssembly, answer, imports);
  } catch (error) {
    say(error); // Pyodide only logs it
    throw error;
  }
};

const canonical = (name) => name.toLowerCase().replace(/[-_.]+/g, "-"); // as pip writes it

export async function loadPyodide(options) {
  try {
    const python = await load({ ...options, createPyodideModule });
    const loaded = new Set(Object.keys(python.loadedPackages).map(canonical));
    const missing = options.packages.filter((name) => !loaded.has(name));
    if (missing.length) throw new Error(`these packages did not arrive: ${missing.join(", ")}`);
    return python;
  } catch (error) {
    say(error);
    throw error;
  }
}

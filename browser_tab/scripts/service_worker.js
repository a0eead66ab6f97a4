// Answers from what the first page has put into the browser's cache, so that a lesson opens without
// the server. JupyterLite's own worker, below, carries files between Python and the page.
{
  const CACHE = `lessons ${registration.scope}`; // as in loading.js
  const NEVER_CHANGES = /\/python-[0-9a-f]{12}\/|\.[0-9a-f]{7,20}\.js$|\.whl$/;
  const NOT_A_FILE = /\/api\/(drive|stdin|service-worker-heartbeat)/;
  const PATIENCE = 4_000; // milliseconds, for an answer from the server if there is another one

  const kept = async ({ url }) => {
    const wanted = url.replace(/[?#].*$/, "").replace(/\/$/, "/index.html");
    return (await caches.open(CACHE)).match(wanted);
  };

  const late = () => new Promise((done) => setTimeout(done, PATIENCE));

  // What may change comes from the server, unless that is away, or ill, or too slow.
  async function fresh(request) {
    const asked = fetch(request);
    const first = await Promise.race([asked, late()]).catch(() => undefined);
    if (first && first.status < 500) return first;
    return (await kept(request)) ?? asked;
  }

  const lasting = async (request) => (await kept(request)) ?? fetch(request);

  addEventListener("fetch", (event) => {
    const { request } = event;
    const ours = request.method === "GET" && request.url.startsWith(registration.scope);
    const { pathname } = new URL(request.url);
    if (!ours || NOT_A_FILE.test(pathname)) return;
    event.stopImmediatePropagation();
    event.respondWith(NEVER_CHANGES.test(pathname) ? lasting(request) : fresh(request));
  });
}

importScripts("jupyterlite-service-worker.js");

// The browser's database in which JupyterLite keeps a learner's files, settings and open tabs. If it
// lacks a store, JupyterLite's library (localForage) adds it, and closes the database to do so. A
// part of JupyterLite that reads at that moment fails, and then the lesson doesn't open. So we make
// the database with all stores, before anybody asks for it: the browser opens in the order asked.
{
  const STORES = ["checkpoints", "counters", "files", "local-forage-detect-blob-support", "settings", "statedb"];

  // Open the database of the site in this folder, such as "/". Python's worker does so, too.
  globalThis.openStorage = (folder) =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(`JupyterLite Storage - ${folder}`);
      request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  // A browser may keep a page that is left, for those who come back to it. WebKit keeps what that page
  // has begun in the database as well, and every other page waits for it. So it ends, and nothing
  // else begins; a file that was being written stays as it was.
  function endWhenLeft() {
    const { transaction } = IDBDatabase.prototype;
    const begun = new Set();
    let left = false;
    IDBDatabase.prototype.transaction = function (...given) {
      const one = transaction.apply(this, given);
      if (left) one.abort();
      begun.add(one);
      for (const end of ["abort", "complete"]) one.addEventListener(end, () => begun.delete(one));
      return one;
    };
    addEventListener("pagehide", ({ persisted }) => {
      left = persisted;
      if (left) begun.forEach((one) => one.abort());
    });
    addEventListener("pageshow", () => (left = false));
  }

  // On a page, do it now. If there's no storage, the first page says so.
  const script = globalThis.document?.currentScript;
  if (script) {
    endWhenLeft();
    openStorage(new URL("..", script.src).pathname).then((opened) => opened.close(), () => {});
  }
}

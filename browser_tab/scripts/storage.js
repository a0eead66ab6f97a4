// The browser's database in which JupyterLite keeps a learner's files, settings and open tabs. If it
// lacks a store, JupyterLite's library (localForage) adds it, and closes the database to do so. A
// part of JupyterLite that reads at that moment fails, and then the lesson doesn't open. So we make
// the database with all stores, before anybody asks for it: the browser opens in the order asked.
{
  const STORES = ["checkpoints", "counters", "files", "local-forage-detect-blob-support", "settings", "statedb"];
  const root = new URL("..", document.currentScript.src);

  window.openStorage = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(`JupyterLite Storage - ${root.pathname}`);
      request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  // If there's no storage, the first page says so.
  window.openStorage().then((opened) => opened.close(), () => {});
}

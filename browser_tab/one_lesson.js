// An extension of JupyterLab: one lesson is open at a time, with one Python, and nothing is lost.
// JupyterLab calls init with the packages that extensions share, and get for the plugins. So there
// is nothing to compile.
window._JUPYTERLAB ??= {};
window._JUPYTERLAB["@eventstore/one-lesson"] = (() => {
  const { editions, renamed, work } = {/* settings */};
  const here = new URL(work, document.currentScript.src);
  const SOON = 300; // milliseconds from the end of a cell until it's saved
  const NARROW = 1000; // pixels: beside a list of files, a lesson would be hard to read
  const SIGINT = 2;
  const saves = new WeakMap(); // the last one of each lesson, until it has ended
  let packages;

  // Python in a tab can only be interrupted through memory that it shares with the page. A browser
  // allows that if the server asks for it. Then tab_startup/interrupts.py sends it, and nobody else
  // should see that message.
  let interrupts;
  const workers = new Set();
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers.add(this);
      this.addEventListener("message", (event) => {
        if (!event.data?.interrupts) return;
        event.stopImmediatePropagation();
        ({ interrupts } = event.data);
      });
    }
  };

  // JupyterLite waits for Python there, and expects a promise. If Python was faster, a browser gives
  // the result itself, and JupyterLite would stumble over it: the cell would never end.
  const { waitAsync } = Atomics;
  if (waitAsync) {
    Atomics.waitAsync = (...given) => {
      const { async, value } = waitAsync(...given);
      return { async, value: Promise.resolve(value) };
    };
  }

  // A browser may keep a page that is left, for those who come back to it. It stands still then: a
  // save would never end, and Python would only take memory.
  let left = false;
  addEventListener("pagehide", () => {
    left = true;
    workers.forEach((worker) => worker.terminate());
  });

  const pause = () => new Promise((done) => setTimeout(done));

  async function load(name) {
    const [only] = Object.values(packages[`@jupyterlab/${name}`]);
    return (await only.get())();
  }

  async function get() {
    const [apputils, notebook, statedb, translation] = await Promise.all(
      ["apputils", "notebook", "statedb", "translation"].map(load),
    );
    const { onClose, closeElsewhere, renew } = await import(here);
    const tell = (text) => apputils.Notification.info(text, { autoClose: false });

    // JupyterLab would open what was open before, and start a Python for each. So it remembers
    // nothing: the page's address says which lesson is open.
    const forgetful = {
      id: "@eventstore/one-lesson:state",
      autoStart: true,
      provides: statedb.IStateDB,
      // Not needed here, but other plugins rely on that these come first.
      requires: [translation.ITranslator, apputils.IWindowResolver],
      activate: ({ started }) =>
        new statedb.StateDB({ transform: started.then(() => ({ type: "clear", contents: null })) }),
    };

    const oneLesson = {
      id: "@eventstore/one-lesson:plugin",
      autoStart: true,
      requires: [notebook.INotebookTracker],
      // Nothing is open before this has returned.
      activate: async (app, tracker) => {
        tracker.widgetAdded.connect((_, added) => open(app, tracker, added));
        notebook.NotebookActions.executed.connect(saver(tracker));
        document.addEventListener("visibilitychange", () => document.hidden && !left && tracker.forEach(save));
        addEventListener("pageshow", ({ persisted }) => persisted && comeBack(tracker));
        const opened = (path) => tracker.filter(({ context }) => !path || context.path === path);
        onClose(opened, async (panel) => {
          await save(panel);
          leave(panel);
          tell("This lesson is open in another tab now. Go on there.");
        });
        letInterrupt(app, tracker);
        useTheWholeWidth(app);
        for (const [path, kept] of Object.entries(await renew(editions, renamed))) {
          tell(`${path} is a new version. Your answers are in it, and your old copy is ${kept}.`);
        }
      },
    };

    // If two saves overlap, JupyterLab takes the first one for somebody else's, and asks what to do.
    function saveOneAtATime(context) {
      const save = saveAll.bind(null, context.model, context.save.bind(context));
      const saveIfOpen = () => (context.isDisposed ? undefined : save());
      // At once, if nothing is being saved: the page may be about to close. After another save, a
      // pause lets those who have waited for that one close the lesson.
      context.save = () => {
        const before = saves.get(context);
        const last = before ? before.catch(() => {}).then(pause).then(saveIfOpen) : save();
        const end = () => saves.get(context) === last && saves.delete(context);
        saves.set(context, last);
        last.then(end, end);
        return last;
      };
    }

    // JupyterLab takes for saved what was typed meanwhile, too.
    async function saveAll(model, save) {
      let changed = false;
      const change = () => { changed = true; };
      model.contentChanged.connect(change);
      try {
        await save();
      } finally {
        model.contentChanged.disconnect(change);
      }
      if (changed) model.dirty = true;
    }

    async function open(app, tracker, panel) {
      const { content, context } = panel;
      saveOneAtATime(context);
      content.disposed.connect(forgetItsCells);
      tracker.filter((each) => each.context.path !== context.path).forEach(leave);
      const [closed] = await Promise.all([closeElsewhere(context.path), context.ready, app.restored]);
      if (panel.isDisposed) return;
      const address = new URL(location.href);
      address.searchParams.set("path", context.path);
      history.replaceState(history.state, "", address);
      if (closed) await context.revert(); // the other tab has saved it since
      // The list of files may have taken the focus, and then no key would reach the lesson.
      if (!app.shell.currentWidget) app.shell.activateById(panel.id);
    }

    // JupyterLab shows the rest of a lesson when it has time: also after the lesson was closed, and
    // then it stumbles.
    function forgetItsCells(notebook) {
      notebook.cellsArray = [];
    }

    // Where a lesson would be narrow beside the list of files, in which JupyterLab shows it at first.
    function useTheWholeWidth(app) {
      app.commands.commandExecuted.connect((_, { id, result }) => {
        if (!["docmanager:open", "docmanager:show-in-file-browser"].includes(id)) return;
        if (innerWidth < NARROW) result.then(() => app.shell.collapseLeft());
      });
      if (innerWidth < NARROW) app.restored.then(() => hideTheRightBar(app));
    }

    // A bar is hidden as long as nothing is in it, and JupyterLab's command would then show it.
    function hideTheRightBar({ commands, shell }) {
      const hide = () => {
        if (!shell.isSideTabBarVisible("right")) return;
        shell.layoutModified.disconnect(hide);
        commands.execute("application:toggle-side-tabbar", { side: "right" });
      };
      shell.layoutModified.connect(hide);
      hide();
    }

    async function leave(panel) {
      await save(panel);
      // Before its Python is there, JupyterLab can't close it without errors.
      await panel.sessionContext.ready;
      await panel.sessionContext.session?.kernel?.info;
      await panel.sessionContext.shutdown();
      await save(panel); // what Python has said since
      panel.dispose();
    }

    async function save({ context }) {
      if (context.model.dirty) await context.save();
      else await saves.get(context); // one that waits would find nothing to save, but an error
    }

    // To a page that was left. What was typed last may not have been saved, and Python is gone.
    async function comeBack(tracker) {
      left = false;
      const open = [];
      tracker.forEach((panel) => open.push(save(panel)));
      await Promise.allSettled(open);
      location.reload();
    }

    // After a cell has run. JupyterLab itself saves every few seconds what is typed.
    function saver(tracker) {
      let waiting;
      return () => {
        waiting ??= setTimeout(() => {
          waiting = undefined;
          tracker.forEach(save);
        }, SOON);
      };
    }

    function letInterrupt(app, tracker) {
      const kernel = () => tracker.currentWidget?.sessionContext.session?.kernel;
      app.commands.commandExecuted.connect((_, { id }) => {
        if (id !== "notebook:interrupt-kernel" || kernel()?.status !== "busy") return;
        if (interrupts) interrupts[0] = SIGINT;
        else tell("A cell can't be interrupted here. To stop it, choose Kernel > Restart Kernel.");
      });
    }

    return () => [forgetful, oneLesson];
  }

  return { init: (scope) => { packages = scope; }, get };
})();

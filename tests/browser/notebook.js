// What the tests ask of the JupyterLab in the page. Commands are those behind its menus and keys.
window.notebook = (() => {
  const commands = () => window.jupyterapp.commands;
  const widget = () => window.jupyterapp?.shell?.currentWidget; // nothing while the page loads
  const content = () => widget().content;
  const kernel = () => widget().sessionContext.session?.kernel;

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  async function until(condition) {
    while (!condition()) await pause(20);
  }

  const idle = () =>
    until(() => kernel()?.connectionStatus === "connected" && kernel().status === "idle");

  // When it is on the screen, its kernel has come up, and the kernel has nothing to do.
  async function ready(path) {
    await until(() => widget()?.context?.path === path);
    await widget().context.ready;
    await widget().sessionContext.ready;
    await idle();
  }

  async function open(path) {
    await commands().execute("docmanager:open", { path });
    await ready(path);
  }

  async function command(name) {
    await commands().execute(name);
    await idle();
  }

  async function restart() {
    const restarted = commands().execute("notebook:restart-kernel");
    const yes = () => document.querySelector(".jp-Dialog button.jp-mod-accept");
    await until(yes);
    yes().click();
    await restarted;
    await idle();
  }

  const contents = () => widget().context.model.toJSON();
  const text = () => JSON.stringify(contents()); // what is undefined in it is left out
  const shown = (index) => content().widgets[index].node.querySelector(".jp-OutputArea").innerText;

  async function choose(index) {
    content().deselectAll();
    content().activeCellIndex = index;
    await content().scrollToItem(index, "center");
    const cell = content().widgets[index];
    await until(() => cell.node.isConnected && cell.hasClass("jp-mod-active"));
  }

  const box = () => content().node.querySelector(".jp-WindowedPanel-outer"); // which scrolls

  // Show the notebook whole, however long; return its box.
  async function unroll() {
    // In another mode, JupyterLab would forget the cells that it hasn't made yet.
    for (const cell of content().widgets) await cell.ready;
    content().notebookConfig = { ...content().notebookConfig, windowingMode: "none" };
    content().mode = "command";
    content().activeCellIndex = 0;
    await until(() => box().clientHeight);
    return box();
  }

  function height() {
    const last = content().widgets.at(-1).node.getBoundingClientRect();
    return box().scrollTop + last.bottom - box().getBoundingClientRect().top;
  }

  async function theme(name) {
    await commands().execute("apputils:change-theme", { theme: `JupyterLab ${name}` });
    await until(() => document.body.dataset.jpThemeName === `JupyterLab ${name}`);
    await until(() => box().clientHeight); // it has none for a moment, between two themes
  }

  // What is in it is kept, as autosave would. First the kernel ends: what it still says changes the
  // notebook, and JupyterLab would ask whether to save that.
  async function close() {
    const panel = widget();
    await panel.sessionContext.shutdown();
    await panel.context.save();
    panel.close();
    await until(() => panel.isDisposed);
  }

  const settled = (promise) => promise;

  // What may keep us waiting: the kernel, the connection to it, or a question that nobody answers.
  function state() {
    const context = widget()?.sessionContext;
    const asked = [...document.querySelectorAll(".jp-Dialog")].map((dialog) => dialog.innerText);
    const { status, connectionStatus } = context?.session?.kernel ?? {};
    const file = [widget()?.context?.path, widget()?.context?.isReady];
    return JSON.stringify({ file, context: context?.isReady, status, connectionStatus, asked });
  }

  // Nothing waits forever.
  const limited = (act) => async (...given) => {
    const told = () => new Error(`${act.name} takes too long: ${state()}`);
    const late = pause(180_000).then(() => Promise.reject(told()));
    return Promise.race([act(...given), late]);
  };
  const waiting = { choose, close, command, idle, open, ready, restart, settled, theme, unroll };
  const named = Object.entries(waiting).map(([name, act]) => [name, limited(act)]);
  return { contents, height, shown, text, ...Object.fromEntries(named) };
})();

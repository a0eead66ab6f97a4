// In JupyterLab: if it, a lesson or Python doesn't start, say on the page why, or after a minute
// what it waits for. Otherwise a cell would show [*] forever.
{
  const LIMIT = 60; // seconds
  const NOT_YET = ["unknown", "starting", "restarting", "autorestarting"]; // states of a kernel
  const TRY = "Reload this page. If that doesn't help, open the first page: it loads what is missing, and checks what the server sends.";

  const box = document.createElement("div");
  box.setAttribute("role", "alert");
  box.id = "trouble";
  box.style = "position: fixed; inset: auto 1rem 1rem auto; max-width: 26rem; z-index: 10000; padding: .8rem 1rem; border: 1px solid #888; border-left: .4rem solid #d55e00; border-radius: .5rem; background: Canvas; color: CanvasText; font: 15px/1.5 system-ui, sans-serif;";

  const button = (textContent, onclick) =>
    Object.assign(document.createElement("button"), { textContent, onclick });

  function tell(text) {
    const link = Object.assign(document.createElement("a"), { href: "../index.html", textContent: "First page" });
    link.style = "color: LinkText";
    const buttons = document.createElement("div");
    buttons.append(button("Reload", () => location.reload()), " ", button("Close", () => box.remove()), " ", link);
    box.replaceChildren(text, buttons);
    document.body.append(box);
  }

  let why = ""; // it is known why something didn't start
  const notStarted = (what, error) => tell(`${what} did not start (${why = error}). ${TRY}`);

  function failed(what, error) {
    clearInterval(watch); // it is not a matter of time
    notStarted(what, error);
  }

  // A Python that starts all the same, or that runs already, has only stumbled.
  const stumbled = (error) => waiting() && notStarted("Python", error);

  // What the page waits for, or nothing if it runs. A lesson that was open once is the learner's to close.
  let opened = !new URLSearchParams(location.search).has("path");
  function waiting() {
    if (!window.jupyterapp?.shell) return "JupyterLab";
    const context = jupyterapp.shell.currentWidget?.sessionContext;
    opened ||= Boolean(context);
    if (!opened) return "the lesson, which comes from the server";
    if (!context) return "";
    const { kernel } = context.session ?? {};
    const starts = kernel ? NOT_YET.includes(kernel.status) : context.kernelDisplayStatus === "initializing";
    return starts ? "Python, which takes ten to thirty seconds on most machines" : "";
  }

  let since = 0, before = "";
  const watch = setInterval(() => {
    const now = waiting();
    since = now && now === before ? since + 1 : 0;
    before = now;
    if (!now) why = "";
    if (!since && !why) box.remove();
    if (since === LIMIT && !why) tell(`This page has been waiting for a minute for ${now}. It goes on waiting. ${TRY}`);
  }, 1000);

  // A part of JupyterLab that the server doesn't send.
  addEventListener("unhandledrejection", ({ reason }) => {
    const part = /LoadError$/.test(reason?.name) || /imported module|module script/.test(reason?.message);
    if (part) failed("A part of JupyterLab", reason.message);
  });
  addEventListener("error", ({ target }) => {
    if (target.tagName === "SCRIPT" && !window.jupyterapp) failed("JupyterLab", `${target.src} did not arrive`);
  }, true);

  const Ordinary = window.Worker;
  window.Worker = class Worker extends Ordinary {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => data?.pythonFailed && failed("Python", data.pythonFailed));
      this.addEventListener("error", ({ message }) => stumbled(message ?? `${given[0]} did not arrive`));
    }
  };
}

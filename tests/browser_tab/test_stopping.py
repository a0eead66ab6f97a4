"""What stops code that never ends: the checker, and *Interrupt* where the browser allows it."""

from playwright.sync_api import Browser

from ..browser.exercise import HERE, LESSON, with_check
from .tab import Learner, Quiet, arrived, served

ENDLESS = "while True:\n    try:\n        1 / 0\n    except:\n        pass"
SOON = "from classroom.cells import stopping\nstopping.SECONDS = 1"
INTERRUPT = "jupyterapp.commands.execute('notebook:interrupt-kernel')"
# Python may miss it while it prints. Somebody whose cell goes on presses the key again.
INTERRUPT_UNTIL_IDLE = f"""async () => {{
  const {{kernel}} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  while (kernel.status === "busy") {{
    await {INTERRUPT};
    await new Promise((done) => setTimeout(done, 2_000));
  }}
}}"""
BEGUN = "told.join('') === 'begun'"


class Isolating(Quiet):
    """A server that asks the browser to let Python and the page share memory."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


def test_an_answer_that_never_ends_is_stopped_by_the_checker(learner: Learner) -> None:
    with learner.lesson(LESSON):
        learner.choose(HERE)
        learner.command("run-all-above")
        learner.execute(SOON)
        shown = learner.run(HERE, with_check(ENDLESS))

    assert "Stopped after 1 seconds. Does it ever end?" in shown


def test_where_interrupt_does_nothing_it_says_what_to_do_and_a_restart_helps(
    learner: Learner,
) -> None:
    with learner.lesson("00_start_here"):
        begin_without_end(learner)
        learner.page.evaluate(INTERRUPT)
        told = learner.page.locator(".Toastify__toast").last.inner_text()
        learner.restart()
        assert learner.execute("print(1 + 1)") == "2\n"

    assert "choose Kernel > Restart Kernel" in told


def test_interrupt_stops_a_cell_where_the_server_sends_two_headers(browser: Browser) -> None:
    with (
        served(handler=Isolating) as address,
        arrived(browser, address) as learner,
        learner.lesson("00_start_here"),
    ):
        begin_without_end(learner)
        learner.page.evaluate(f"notebook.settled(({INTERRUPT_UNTIL_IDLE})())")
        told = learner.page.evaluate("notebook.settled(endless).then(() => told.join(''))")
        assert learner.execute("print(1 + 1)") == "2\n"

    assert "KeyboardInterrupt" in told
    assert learner.complaints == []


def test_where_the_server_sends_two_headers_no_cell_waits_forever(browser: Browser) -> None:
    many = """async () => {
      const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
      for (let n = 0; n < 100; n++) await kernel.requestExecute({code: `${n}`}).done;
      return "all";
    }"""
    with (
        served(handler=Isolating) as address,
        arrived(browser, address) as learner,
        learner.lesson("00_start_here"),
    ):
        assert learner.page.evaluate(f"notebook.settled(({many})())") == "all"

    assert learner.complaints == []


def test_a_server_that_sends_the_headers_only_now_starts_python_all_the_same(
    browser: Browser,
) -> None:
    asks = False

    class Later(Isolating):
        def send_header(self, keyword: str, value: str) -> None:
            if asks or not keyword.startswith("Cross-Origin-"):
                super().send_header(keyword, value)

    with served(handler=Later) as address, arrived(browser, address) as learner:
        asks = True
        learner.page.goto(f"{address}/lab/index.html?path=00_start_here.ipynb")
        learner.wait_for_the_lab()
        learner.page.evaluate("notebook.ready('00_start_here.ipynb')")
        assert learner.page.evaluate("crossOriginIsolated")
        assert learner.execute("print(1 + 1)") == "2\n"

    assert learner.complaints == []


def begin_without_end(learner: Learner) -> None:
    """Run a loop in the lesson's kernel, and wait until it runs, but not for its end.

    A kernel says that it's busy before our code runs, and an interrupt may come too early then.
    """
    learner.page.evaluate(
        """() => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          const future = kernel.requestExecute({code: "print('begun', end='')\\nwhile True: pass"});
          window.told = [];
          future.onIOPub = ({content}) => window.told.push(content.text ?? content.ename ?? '');
          window.endless = future.done;
        }"""
    )
    learner.page.wait_for_function(BEGUN)

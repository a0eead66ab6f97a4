"""Only let requests to the page's own address and to the Pyodide distribution leave the tab.

Once a lesson has called connect(), the embedded backend stops requests that escape it. This guard
also works before that: a learner who forgets connect() and makes a client doesn't reach AWS.
"""

import js
from pyodide.code import run_js
from pyodide.ffi import to_js
from pyodide.http import _pyfetch

_GUARD = """(allowed) => {
  const check = (url) => {
    if (allowed.includes(new URL(url, location.href).origin)) return;
    throw new Error(`A request to ${url} was stopped: nothing leaves this browser tab.`);
  };
  const {open} = XMLHttpRequest.prototype, {fetch} = self;
  XMLHttpRequest.prototype.open = function (method, url, ...more) {
    check(url);
    return open.call(this, method, url, ...more);
  };
  self.fetch = async (what, ...more) => {
    check(what.url ?? what);
    return fetch(what, ...more);
  };
  for (const name of ['WebSocket', 'EventSource', 'WebTransport']) delete self[name];
}"""


def stay_here(*origins: str) -> None:
    """Refuse every request except to the page's origin and to these."""
    run_js(_GUARD)(to_js([js.location.origin, *origins]))
    _pyfetch._jsfetch = js.fetch  # at import it took the unguarded one

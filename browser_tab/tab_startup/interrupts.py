"""Let the page interrupt this Python, if the browser lets the two share memory.

It does if the server sends two headers, Cross-Origin-Opener-Policy and
Cross-Origin-Embedder-Policy. `browser_tab/one_lesson.js` is the other side.
"""

import js
import pyodide_js


def listen() -> None:
    """Share one byte with the page: Python looks at it now and then."""
    if not js.crossOriginIsolated:
        return
    shared = js.Uint8Array.new(js.SharedArrayBuffer.new(1))
    pyodide_js.setInterruptBuffer(shared)
    message = js.Object.new()
    message.interrupts = shared
    js.postMessage(message)

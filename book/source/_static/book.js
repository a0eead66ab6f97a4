// No summaries of what was found where the browser may not read files: from a file: address.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS === "object") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// A box that scrolls sideways can be reached by keyboard, and only while it scrolls.
const reach = ({ target }) =>
  target.scrollWidth > target.clientWidth
    ? target.setAttribute("tabindex", 0)
    : target.removeAttribute("tabindex");

addEventListener("DOMContentLoaded", () => {
  const widths = new ResizeObserver((entries) => entries.forEach(reach));
  document.querySelectorAll("article pre, article .table-wrapper, article .output").forEach((box) => {
    reach({ target: box });
    widths.observe(box);
  });
});

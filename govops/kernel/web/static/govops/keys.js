/* Keys for those who want them: / search, j k rows, x choose, Enter open, Ctrl+Enter send, and `data-key` letters.
   Never while an input method is composing, never instead of what a field does with the key. */
(function () {
  "use strict";
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const rows = () => Array.from(document.querySelectorAll("table[data-keys] tbody tr[data-url]"));

  function step(direction) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("current"));
    const next = all[Math.min(all.length - 1, Math.max(0, now + direction))];
    all.forEach((row) => row.classList.toggle("current", row === next));
    next.scrollIntoView({ block: "nearest" });
  }

  function send(from) {
    const form = from.closest("form") || document.querySelector("form[data-ctrl-enter]");
    if (!form || form.method === "get") return false;
    const button = form.querySelector("button.button-primary:not([type=button])");
    if (button) button.click();
    return Boolean(button);
  }

  /* What was looked for last is marked, so that the next scan takes its place. */
  window.govops.ready((root) => govops.all(root, "input[data-select]").forEach((input) => input === document.activeElement && input.select()));

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const from = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (send(from)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(from) || document.querySelector("dialog[open]")) return;
    const current = document.querySelector("table[data-keys] tr.current");
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (!search) return;
      search.focus();
      search.select();
    } else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "Enter" && current && !from.closest("a, button, summary")) window.location.href = current.dataset.url;
    else if (event.key === "x" && current && current.querySelector("input[name=ids]")) current.querySelector("input[name=ids]").click();
    else if (/^[a-z]$/.test(event.key)) {
      const action = document.querySelector('[data-key="' + event.key + '"]');
      if (!action) return;
      action.click();
    } else return;
    event.preventDefault();
  });
})();

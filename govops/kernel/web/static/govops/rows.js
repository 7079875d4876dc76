/* A row opens on click; chosen rows bring up the bar that counts them. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-url]");
    if (!row || event.target.closest("a, button, input, label, select, textarea, summary, details, .cell-check")) return;
    if (String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.url, "_blank", "noopener");
    else window.location.href = row.dataset.url;
  });

  function count(form) {
    const boxes = Array.from(form.querySelectorAll("input[name=ids]"));
    const chosen = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
    const all = form.querySelector("[data-rows-all]");
    if (all) {
      all.checked = boxes.length > 0 && chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    const matching = form.querySelector("[data-rows-matching]");
    const everything = form.querySelector("[data-rows-everything]");
    if (matching && chosen.length < boxes.length) matching.value = "";
    if (everything) everything.hidden = chosen.length < boxes.length || matching.value === "1";
    const words = form.querySelector(".bulk-words");
    if (matching && matching.value === "1" && everything) words.textContent = everything.dataset.words;
    else {
      words.textContent = "已选 ";
      const figure = document.createElement("b");
      figure.textContent = String(chosen.length);
      words.appendChild(figure);
      words.appendChild(document.createTextNode(" 条"));
    }
    form.querySelector("[data-rows-bar]").hidden = chosen.length === 0;
  }

  let last = null;
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-rows]");
    if (!form) return;
    const boxes = Array.from(form.querySelectorAll("input[name=ids]"));
    if (event.target.matches("[data-rows-all]")) boxes.forEach((box) => (box.checked = event.target.checked));
    else if (event.target.closest("[data-rows-none]")) boxes.forEach((box) => (box.checked = false));
    else if (event.target.closest("[data-rows-everything]")) form.querySelector("[data-rows-matching]").value = "1";
    else if (event.target.matches("input[name=ids]")) {
      const from = boxes.indexOf(last);
      const to = boxes.indexOf(event.target);
      if (event.shiftKey && from >= 0) {
        boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((box) => (box.checked = event.target.checked));
      }
      last = event.target;
    } else return;
    count(form);
  });

  window.govops.ready((root) => govops.all(root, "form[data-rows]").forEach(count));
})();

/* A small table edited in place: rows added from the template, dropped and renumbered. */
(function () {
  "use strict";
  function renumber(box) {
    const rows = box.querySelectorAll("tbody tr");
    rows.forEach((row, index) => {
      row.querySelector("[data-row-number]").textContent = String(index + 1);
      const place = (words) => words.replace(/-(\d+|__index__)-/, "-" + index + "-");
      row.querySelectorAll("[name]").forEach((input) => (input.name = place(input.name)));
      row.querySelectorAll("[data-name]").forEach((picker) => (picker.dataset.name = place(picker.dataset.name)));
      row.querySelectorAll("[id^='id_']").forEach((input) => (input.id = place(input.id)));
    });
    box.querySelector("[data-add-row]").disabled = rows.length >= Number(box.dataset.max || 30);
  }
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-rows-input]");
    if (!box) return;
    if (event.target.closest("[data-add-row]")) {
      box.querySelector("tbody").appendChild(document.importNode(box.querySelector("template").content, true));
      renumber(box);
      const last = box.querySelector("tbody tr:last-child input, tbody tr:last-child select");
      if (last) last.focus();
    } else if (event.target.closest("[data-drop-row]")) {
      event.target.closest("tr").remove();
      renumber(box);
    }
  });
})();

/* Rows within a form: added from the template, removed by the formset's DELETE mark, renumbered. */
(function () {
  "use strict";
  const visible = (table) => Array.from(table.querySelectorAll("[data-subtable-row]")).filter((row) => !row.hidden);
  const total = (table) => table.querySelector("input[name$=TOTAL_FORMS]");

  function renumber(table) {
    visible(table).forEach((row, index) => {
      row.querySelector("[data-subtable-number]").textContent = String(index + 1);
    });
    const add = table.querySelector("[data-subtable-add]");
    if (add) add.disabled = visible(table).length >= Number(table.dataset.max || 1000);
  }

  function add(table) {
    const count = Number(total(table).value);
    const copy = document.importNode(table.querySelector("[data-subtable-template]").content, true);
    copy.querySelectorAll("*").forEach((element) => {
      ["name", "id", "for", "data-name"].forEach((attribute) => {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace("__prefix__", String(count)));
      });
    });
    const row = copy.querySelector("[data-subtable-row]");
    table.querySelector("[data-subtable-rows]").appendChild(copy);
    total(table).value = String(count + 1);
    renumber(table);
    const first = row.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
    table.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function remove(table, row) {
    const mark = row.querySelector("input[name$=-DELETE]");
    if (mark) {
      mark.checked = true;
      row.querySelectorAll("[required]").forEach((input) => (input.required = false));
      row.hidden = true;
    } else row.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((input) => (input.value = ""));
    renumber(table);
    table.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const table = event.target.closest("[data-subtable]");
    if (!table) return;
    if (event.target.closest("[data-subtable-add]")) add(table);
    else if (event.target.closest("[data-subtable-remove]")) remove(table, event.target.closest("[data-subtable-row]"));
  });
  window.govops.ready((root) => govops.all(root, "[data-subtable]").forEach(renumber));
})();

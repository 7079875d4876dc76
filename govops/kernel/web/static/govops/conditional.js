/* Fields that are asked only when another one has a certain answer: data-show-when="kind=foreign|press".
   What is hidden is disabled, so it is neither required nor sent; a panel with nothing left to ask is hidden too. */
(function () {
  "use strict";

  function answers(form, name) {
    return Array.from(form.querySelectorAll('[name="' + name + '"]'))
      .filter((input) => (input.type !== "checkbox" && input.type !== "radio") || input.checked)
      .map((input) => (input.type === "checkbox" && input.value === "on" ? "true" : input.value));
  }

  function apply(form) {
    form.querySelectorAll("[data-show-when]").forEach((block) => {
      const [name, wanted] = block.dataset.showWhen.split("=");
      const accepted = wanted.split("|");
      const given = answers(form, name);
      const shown = given.some((value) => accepted.indexOf(value) >= 0 || (wanted === "*" && value !== ""));
      block.hidden = !shown;
      block.querySelectorAll("input, select, textarea").forEach((input) => {
        if (!shown && !input.disabled) input.setAttribute("data-put-away", "");
        if (!shown) input.disabled = true;
        else if (input.hasAttribute("data-put-away")) {
          input.disabled = false;
          input.removeAttribute("data-put-away");
        }
      });
    });
    form.querySelectorAll(".panel").forEach((panel) => {
      const fields = Array.from(panel.querySelectorAll(".form-grid .field"));
      if (fields.length) panel.hidden = fields.every((one) => one.hidden);
    });
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (form) apply(form);
  });
  window.govops.ready((root) => {
    const forms = new Set();
    govops.all(root, "[data-show-when]").forEach((block) => block.closest("form") && forms.add(block.closest("form")));
    forms.forEach(apply);
  });
})();

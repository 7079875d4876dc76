/* On a phone the decision box is a bar at the foot of the record until it is opened; Escape folds it again.
   What was refused, or is half written, stays open. */
(function () {
  "use strict";
  function fold(box, folded) {
    const button = box.querySelector("[data-decision-open]");
    box.classList.toggle("folded", folded);
    button.classList.toggle("button-primary", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? button.dataset.open : button.dataset.close;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-decision-open]");
    if (!button) return;
    const box = button.closest(".decision");
    const folded = !box.classList.contains("folded");
    fold(box, folded);
    if (!folded) box.querySelector("textarea").focus();
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest(".decision");
    if (event.key !== "Escape" || !box || event.defaultPrevented || !window.matchMedia("(max-width: 600px)").matches) return;
    fold(box, true);
    box.querySelector("[data-decision-open]").focus();
  });
  window.govops.ready((root) => {
    govops.all(root, ".record .decision").forEach((box) => fold(box, !box.querySelector(".field-bad") && !box.querySelector("textarea").value));
  });
})();

/* Figures stay true while somebody works: what is marked data-fresh is asked again when one comes back to the page, and
   with data-fresh="working" while keys and mouse are used, at most twice a minute. An unattended page asks for nothing,
   so that it is left after the bureau's idle time. */
(function () {
  "use strict";
  const marked = document.querySelectorAll("[data-fresh]");
  if (!marked.length) return;
  const PAUSE = 30000;
  let asked = Date.now();

  function refresh(everything) {
    if (document.hidden || document.querySelector(".dragged, dialog[open]")) return;
    marked.forEach((one) => (everything || one.dataset.fresh === "working") && window.htmx.trigger(one, "fresh"));
    asked = Date.now();
  }

  document.addEventListener("visibilitychange", () => refresh(true));
  ["keydown", "pointermove"].forEach((name) =>
    document.addEventListener(name, () => Date.now() - asked > PAUSE && refresh(false), { passive: true })
  );
})();

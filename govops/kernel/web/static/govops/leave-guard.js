/* Unsaved words are not lost without a question. Forms with data-leave-guard only. */
(function () {
  "use strict";
  const touched = new Set();
  const note = (event) => {
    const form = event.target.closest && event.target.closest("form[data-leave-guard]");
    if (form) touched.add(form);
  };
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("submit", (event) => touched.delete(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) touched.delete(event.detail.elt.closest("form"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!Array.from(touched).some((form) => document.contains(form))) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();

/* The big question of self-service: what is typed is asked under the name q; while an IME composes nothing is asked. */
(function () {
  "use strict";
  const input = document.querySelector("[data-suggest]");
  if (!input) return;
  input.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.q = input.value.trim();
  });
  let composing = false;
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  input.addEventListener("htmx:confirm", (event) => composing && event.preventDefault());
})();

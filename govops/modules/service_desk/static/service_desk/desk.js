/* The desk begins with the caller: the cursor is there as soon as the page is, and goes on to the words once one is chosen. */
(function () {
  "use strict";
  const box = document.querySelector("[data-focus-first]");
  if (!box) return;
  const search = box.querySelector("input[type=text]");
  if (search && !box.querySelector(".picker-tag")) search.focus();
  box.addEventListener("change", () => {
    const words = document.getElementById("id_subject");
    if (box.querySelector(".picker-tag") && words && !words.value) words.focus();
  });
})();

/* Which items it is about: what is known of them is asked again with each choice; a suggested impact is taken by a click. */
(function () {
  "use strict";
  const hints = document.getElementById("item-hints");
  if (!hints) return;
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-items]")) window.htmx.trigger(hints, "items");
    else if (event.target.name === "applicant" || event.target.closest("[data-focus-first]")) hints.replaceChildren();
  });
  hints.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-impact]");
    const choice = button && document.querySelector('#call [name="impact"][value="' + button.dataset.setImpact + '"]');
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    button.replaceWith("已采用。");
  });
})();

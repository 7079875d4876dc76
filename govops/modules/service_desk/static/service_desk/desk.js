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

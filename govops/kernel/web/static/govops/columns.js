/* The column chooser: the order of the boxes is the order of the columns. The form itself is posted as it stands. */
(function () {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button || !button.closest("[data-columns]")) return;
    event.preventDefault();
    const row = button.closest("[data-column]");
    if (button.hasAttribute("data-up")) {
      if (row.previousElementSibling) row.parentNode.insertBefore(row, row.previousElementSibling);
    } else if (row.nextElementSibling) row.parentNode.insertBefore(row.nextElementSibling, row);
    button.focus();
  });
})();

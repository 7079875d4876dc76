/* A picker whose options have branches: → or the arrow opens one, ← closes it. The server answers GET url?under=id with the
   level below. What is open is indented by aria-level; choosing and typing stay with picker.js. */
(function () {
  "use strict";
  const pickerOf = (node) => (node.closest ? node.closest("[data-picker][data-tree]") : null);
  const level = (option) => Number(option.getAttribute("aria-level") || 1);

  function below(option) {
    const found = [];
    for (let next = option.nextElementSibling; next && level(next) > level(option); next = next.nextElementSibling) found.push(next);
    return found;
  }

  function close(option) {
    below(option).forEach((one) => one.remove());
    option.setAttribute("aria-expanded", "false");
  }

  function put(picker, option, answer) {
    let after = option;
    answer.results.forEach((result) => {
      const made = govops.pickerOption(picker, result);
      made.setAttribute("aria-level", String(level(option) + 1));
      made.classList.add("picker-level-" + Math.min(level(option) + 1, 5));
      after.after(made);
      after = made;
    });
    option.setAttribute("aria-expanded", "true");
  }

  function open(picker, option) {
    const url = new URL(picker.dataset.picker, window.location.href);
    url.searchParams.set("under", option.dataset.id);
    option.setAttribute("aria-busy", "true");
    window.fetch(url.pathname + url.search, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then((answer) => option.isConnected && option.getAttribute("aria-expanded") === "false" && put(picker, option, answer))
      .catch(() => govops.toast("没有取到下级，请稍后再试。", "red"))
      .finally(() => option.removeAttribute("aria-busy"));
  }

  function turn(picker, option) {
    if (option.getAttribute("aria-expanded") === "true") close(option);
    else open(picker, option);
  }

  /* The arrow stands in the option's left edge; a press there opens and does not choose. */
  document.addEventListener("click", (event) => {
    const picker = pickerOf(event.target);
    const option = picker && event.target.closest(".picker-option[aria-expanded]");
    if (!option) return;
    const edge = option.getBoundingClientRect().left + parseFloat(window.getComputedStyle(option).paddingLeft);
    if (event.clientX >= edge) return;
    event.stopPropagation();
    turn(picker, option);
  }, true);

  document.addEventListener("keydown", (event) => {
    const picker = pickerOf(event.target);
    if (!picker || event.isComposing || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
    const option = picker.querySelector(".picker-option.active");
    if (!option || event.target.value) return;
    const isOpen = option.getAttribute("aria-expanded");
    if (event.key === "ArrowRight" && isOpen === "false") open(picker, option);
    else if (event.key === "ArrowLeft" && isOpen === "true") close(option);
    else return;
    event.preventDefault();
  });
})();

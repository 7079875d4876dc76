/* 常用语 go where the cursor is; a refusal without a reason is stopped here, before any question is asked. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    const box = button && document.querySelector(button.dataset.phraseInto);
    if (!box) return;
    const from = box.selectionStart || 0;
    const to = box.selectionEnd || 0;
    box.value = box.value.slice(0, from) + button.dataset.phrase + box.value.slice(to);
    box.focus();
    box.selectionStart = box.selectionEnd = from + button.dataset.phrase.length;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function complain(box, words) {
    const field = box.closest(".field") || box.parentNode;
    field.classList.add("field-bad");
    let line = field.querySelector("[data-complaint]");
    if (!line) {
      line = document.createElement("p");
      line.className = "field-error";
      line.setAttribute("data-complaint", "");
      line.setAttribute("role", "alert");
      field.appendChild(line);
    }
    line.textContent = words;
    box.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-needs]");
    const box = button && document.querySelector(button.dataset.needs);
    if (!box || box.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    complain(box, button.dataset.needsWords || "请先填写意见。");
  }, true);

  document.addEventListener("input", (event) => {
    const field = event.target.closest(".field");
    const line = field && field.querySelector("[data-complaint]");
    if (!line) return;
    line.remove();
    field.classList.remove("field-bad");
  });
})();

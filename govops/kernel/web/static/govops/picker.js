/* Choosing people, units and records by typing. The server answers GET url?q=…&limit=20 with
   {"results": [{"id", "label", "note"}], "more": bool}; an empty q asks for recent choices. */
(function () {
  "use strict";
  let serial = 0;
  const text = (picker) => picker.querySelector("input[type=text]");
  const list = (picker) => picker.querySelector(".picker-list");
  const values = (picker) => Array.from(picker.querySelectorAll(".picker-tag input")).map((input) => input.value);
  const many = (picker) => picker.hasAttribute("data-multiple");

  function element(tag, css, words) {
    const made = document.createElement(tag);
    made.className = css;
    if (words) made.textContent = words;
    return made;
  }

  function changed(picker) {
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function close(picker) {
    list(picker).hidden = true;
    text(picker).setAttribute("aria-expanded", "false");
    text(picker).removeAttribute("aria-activedescendant");
  }

  function choose(picker, option, leaving) {
    const id = option.dataset.id;
    const held = values(picker).indexOf(id) >= 0;
    if (leaving && held) return;
    if (!many(picker)) picker.querySelectorAll(".picker-tag").forEach((tag) => tag.remove());
    else if (held) picker.querySelectorAll(".picker-tag input").forEach((input) => input.value === id && input.parentNode.remove());
    if (!held || !many(picker)) {
      const tag = element("span", "picker-tag", option.dataset.label);
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = picker.dataset.name;
      input.value = id;
      const remove = element("button", "", "×");
      remove.type = "button";
      remove.setAttribute("data-remove", "");
      remove.setAttribute("aria-label", "移除 " + option.dataset.label);
      tag.appendChild(input);
      tag.appendChild(remove);
      text(picker).parentNode.insertBefore(tag, text(picker));
    }
    text(picker).value = "";
    close(picker);
    if (!leaving) text(picker).focus();
    changed(picker);
  }

  function mark(picker, option) {
    picker.querySelectorAll(".picker-option.active").forEach((one) => one.classList.remove("active"));
    if (!option) return;
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    text(picker).setAttribute("aria-activedescendant", option.id);
  }

  function made(result, held) {
    const option = element("div", "picker-option", result.label);
    option.id = "option-" + ++serial;
    option.dataset.id = String(result.id);
    option.dataset.label = result.label;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(held.indexOf(String(result.id)) >= 0));
    if (result.note) option.appendChild(element("small", "", result.note));
    if (result.branch) option.setAttribute("aria-expanded", "false");
    return option;
  }

  function show(picker, answer, query) {
    const box = list(picker);
    const held = values(picker);
    box.textContent = "";
    if (!query && answer.results.length) box.appendChild(element("div", "picker-heading", answer.heading || "最近选过"));
    answer.results.forEach((result) => box.appendChild(made(result, held)));
    if (!answer.results.length) box.appendChild(element("div", "picker-words", query ? "没有找到“" + query + "”，可换拼音或单位再试。" : "输入姓名、拼音或单位查找。"));
    else if (answer.more) box.appendChild(element("div", "picker-words", "还有更多，请再多输入几个字。"));
    box.hidden = false;
    text(picker).setAttribute("aria-expanded", "true");
    picker.dataset.shown = query;
    if (query) mark(picker, box.querySelector(".picker-option"));
    if (picker.hasAttribute("data-entered")) {
      picker.removeAttribute("data-entered");
      if (query && answer.results.length) choose(picker, box.querySelector(".picker-option"));
    }
  }

  function search(picker) {
    const query = text(picker).value.trim();
    const url = new URL(picker.dataset.picker, window.location.href);
    url.searchParams.set("q", query);
    url.searchParams.set("limit", "20");
    const turn = String(++serial);
    picker.dataset.turn = turn;
    window.fetch(url.pathname + url.search, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then((answer) => picker.dataset.turn === turn && document.activeElement === text(picker) && show(picker, answer, query))
      .catch(() => govops.toast("查找没有成功，请稍后再试。", "red"));
  }

  /* For tree-picker.js: an option as this list makes them, and what is chosen. */
  govops.pickerOption = (picker, result) => made(result, values(picker));

  let wait = null;
  function later(picker) {
    window.clearTimeout(wait);
    wait = window.setTimeout(() => search(picker), 180);
  }
  const of = (event) => (event.target.closest ? event.target.closest("[data-picker]") : null);

  document.addEventListener("input", (event) => {
    const picker = of(event);
    if (!picker || event.target !== text(picker)) return;
    picker.removeAttribute("data-entered");
    if (!event.isComposing) later(picker);
  });
  document.addEventListener("compositionend", (event) => of(event) && later(of(event)));
  document.addEventListener("focusin", (event) => {
    const picker = of(event);
    if (picker && event.target === text(picker)) picker.classList.add("focused");
  });
  /* Words that were typed but not chosen are never dropped in silence: a single match is taken, else one is told. */
  function left(picker) {
    const query = text(picker).value.trim();
    if (!query) return;
    const options = picker.querySelectorAll(".picker-option");
    if (picker.dataset.shown === query && options.length === 1) choose(picker, options[0], true);
    else govops.toast("“" + query + "”没有选定，请输入后从列表中选择。", "amber");
    text(picker).value = "";
  }
  document.addEventListener("focusout", (event) => {
    const picker = of(event);
    if (!picker || picker.contains(event.relatedTarget)) return;
    picker.classList.remove("focused");
    left(picker);
    close(picker);
  });
  /* A press on the list must not take the focus from the text before the choice is made. */
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".picker-list")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const picker = of(event);
    if (!picker) return;
    const option = event.target.closest(".picker-option");
    if (option) return choose(picker, option);
    if (event.target.closest("[data-remove]")) {
      event.target.closest(".picker-tag").remove();
      changed(picker);
    }
    text(picker).focus();
    if (event.target === text(picker) && list(picker).hidden) search(picker);
    return undefined;
  });
  document.addEventListener("keydown", (event) => {
    const picker = of(event);
    if (!picker || event.target !== text(picker) || event.isComposing || event.keyCode === 229) return;
    const options = Array.from(picker.querySelectorAll(".picker-option"));
    const now = options.findIndex((option) => option.classList.contains("active"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list(picker).hidden) search(picker);
      else mark(picker, options[Math.max(0, Math.min(options.length - 1, now + (event.key === "ArrowDown" ? 1 : -1)))]);
    } else if (event.key === "Enter" && !event.ctrlKey) {
      const query = text(picker).value.trim();
      if (query && (list(picker).hidden || picker.dataset.shown !== query)) {
        window.clearTimeout(wait);
        picker.setAttribute("data-entered", "");
        search(picker);
      } else if (now >= 0 && !list(picker).hidden) choose(picker, options[now]);
    } else if (event.key === "Escape" && !list(picker).hidden) {
      close(picker);
      event.stopPropagation();
    } else if (event.key === "Backspace" && !text(picker).value) {
      const tags = picker.querySelectorAll(".picker-tag");
      if (!tags.length) return;
      tags[tags.length - 1].remove();
      changed(picker);
      return;
    } else return;
    event.preventDefault();
  });
})();

/* The box for remarks: @ finds colleagues as one types, 常用回复 puts its text in. The server answers GET url?q=…
   with {"results": [{"id", "label", "note"}]}; an empty q asks for those concerned. */
(function () {
  "use strict";
  let serial = 0;
  const form = (element) => (element && element.closest ? element.closest("form[data-mentions]") : null);
  const area = (box) => box.querySelector("textarea");
  const list = (box) => box.querySelector(".mention-list");

  /* What stands between the last @ and the caret, or null. */
  function asked(text) {
    const found = /(?:^|[^A-Za-z0-9])@([^\s@，。；：、]{0,12})$/.exec(text.value.slice(0, text.selectionStart));
    return found ? found[1] : null;
  }

  function close(box) {
    list(box).hidden = true;
    list(box).textContent = "";
    area(box).removeAttribute("aria-activedescendant");
    area(box).removeAttribute("aria-controls");
  }

  function mark(box, option) {
    box.querySelectorAll(".picker-option.active").forEach((one) => one.classList.remove("active"));
    if (!option) return;
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    area(box).setAttribute("aria-activedescendant", option.id);
  }

  function show(box, results) {
    const shown = list(box);
    shown.textContent = "";
    results.forEach((result) => {
      const option = document.createElement("div");
      option.className = "picker-option";
      option.id = "mention-" + ++serial;
      option.setAttribute("role", "option");
      option.dataset.id = String(result.id);
      option.dataset.label = result.label;
      option.textContent = result.label;
      const note = document.createElement("small");
      note.textContent = result.note;
      option.appendChild(note);
      shown.appendChild(option);
    });
    shown.hidden = !results.length;
    if (!results.length) return;
    shown.id = shown.id || "mentions-" + ++serial;
    area(box).setAttribute("aria-controls", shown.id);
    mark(box, shown.firstChild);
  }

  let wait = null;
  function search(box) {
    const query = asked(area(box));
    window.clearTimeout(wait);
    if (query === null) return close(box);
    const turn = String(++serial);
    box.dataset.turn = turn;
    wait = window.setTimeout(() => {
      window.fetch(box.dataset.mentions + "?q=" + encodeURIComponent(query), { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : { results: [] }))
        .then((answer) => box.dataset.turn === turn && asked(area(box)) === query && show(box, answer.results))
        .catch(() => close(box));
    }, 150);
    return undefined;
  }

  function insert(text, from, to, words) {
    text.setRangeText(words, from, to, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function choose(box, option) {
    const text = area(box);
    const from = text.selectionStart - asked(text).length;
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = "mention";
    hidden.value = option.dataset.id;
    hidden.dataset.name = option.dataset.label;
    box.appendChild(hidden);
    close(box);
    insert(text, from, text.selectionStart, option.dataset.label + " ");
  }

  document.addEventListener("input", (event) => {
    const box = form(event.target);
    if (box && event.target === area(box) && !event.isComposing) search(box);
  });
  document.addEventListener("compositionend", (event) => {
    const box = form(event.target);
    if (box && event.target === area(box)) search(box);
  });
  document.addEventListener("keydown", (event) => {
    const box = form(event.target);
    if (!box || event.target !== area(box) || list(box).hidden || event.isComposing || event.keyCode === 229) return;
    const options = Array.from(list(box).querySelectorAll(".picker-option"));
    const now = options.findIndex((option) => option.classList.contains("active"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      mark(box, options[(now + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length]);
    } else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") choose(box, options[now]);
    else if (event.key === "Escape") close(box);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest(".mention-list .picker-option");
    if (!option) return;
    event.preventDefault();
    choose(form(option), option);
  });
  document.addEventListener("focusout", (event) => {
    const box = form(event.target);
    if (box && event.target === area(box)) close(box);
  });
  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-insert]");
    const box = form(reply);
    if (!box) return;
    const menu = reply.closest("details");
    if (menu) menu.open = false;
    const text = area(box);
    insert(text, text.selectionStart, text.selectionEnd, reply.dataset.insert);
  });
  /* Who was taken out of the text again is not told. */
  document.addEventListener("submit", (event) => {
    const box = form(event.target);
    if (!box) return;
    box.querySelectorAll("input[name=mention]").forEach((input) => {
      if (area(box).value.indexOf("@" + input.dataset.name) < 0) input.remove();
    });
  }, true);
})();

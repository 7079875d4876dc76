/* One dialog for fragments (`data-dialog` links) and one for questions (`data-confirm`, `hx-confirm`). */
(function () {
  "use strict";
  const dialog = () => document.getElementById("dialog");
  const body = () => document.getElementById("dialog-body");

  function close() {
    const box = dialog();
    if (box && box.open) box.close();
  }

  function address(link) {
    const url = new URL(link.getAttribute("href") || link.dataset.dialog, window.location.href);
    const form = link.hasAttribute("data-dialog-form") ? link.closest("form") : null;
    if (form) {
      form.querySelectorAll("input[name=ids]:checked, input[name=all_matching]").forEach((input) => {
        if (input.value) url.searchParams.append(input.name, input.value);
      });
    }
    return url.pathname + url.search;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (!link || !dialog() || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog().classList.toggle("dialog-wide", link.hasAttribute("data-dialog-wide"));
    const fetched = window.htmx.ajax("GET", address(link), { target: "#dialog-body", swap: "innerHTML" });
    /* htmx:sendError has already said so. */
    if (fetched) fetched.catch(() => undefined);
  });

  /* A whole page instead of a fragment (a link that has no dialog form, an ended session): go there. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== body() || !/^\s*<!doctype/i.test(event.detail.serverResponse)) return;
    event.detail.shouldSwap = false;
    window.location.href = event.detail.pathInfo.finalRequestPath || window.location.href;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== body()) return;
    if (body().querySelector(".subtable")) dialog().classList.add("dialog-wide");
    if (!dialog().open) dialog().showModal();
    const first = body().querySelector("[autofocus], .field-bad input, .field input:not([type=hidden]), .field select, .field textarea");
    if (first) first.focus();
  });
  document.addEventListener("govops:close-dialog", close);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      const box = event.target.closest("dialog");
      if (box) box.close();
    }
  });
  /* `close` does not bubble: listen while it is captured. */
  document.addEventListener("close", (event) => {
    if (event.target === dialog()) body().textContent = "";
  }, true);

  function ask(question, yes) {
    const box = document.getElementById("confirm");
    document.getElementById("confirm-words").textContent = question;
    box.onclick = (event) => {
      const answer = event.target.closest("[data-answer]");
      if (!answer) return;
      box.close();
      if (answer.dataset.answer === "yes") yes();
    };
    box.showModal();
    box.querySelector('[data-answer="yes"]').focus();
  }

  document.addEventListener("click", (event) => {
    const asker = event.target.closest("[data-confirm]");
    if (!asker || asker.tagName === "FORM") return;
    if (asker.hasAttribute("data-confirmed")) {
      asker.removeAttribute("data-confirmed");
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asker.form && asker.type === "submit" && !asker.form.reportValidity()) return;
    ask(asker.dataset.confirm, () => {
      asker.setAttribute("data-confirmed", "");
      asker.click();
    });
  }, true);

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });
})();

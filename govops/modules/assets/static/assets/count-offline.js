/* Counting where no network reaches: what could not be sent waits in this browser, in order, and is sent when it can be. */
(function () {
  "use strict";
  const form = document.querySelector("[data-count]");
  const banner = document.querySelector("[data-unsent]");
  if (!form || !banner) return;
  const box = form.querySelector("[name=words]");
  const key = "count:" + window.location.pathname;
  let waiting = JSON.parse(window.sessionStorage.getItem(key) || "[]");
  let sending = false;

  function show() {
    window.sessionStorage.setItem(key, JSON.stringify(waiting));
    banner.hidden = waiting.length === 0;
    banner.querySelector("[data-unsent-words]").textContent =
      "网络不通，" + waiting.length + " 件没有送出，已暂存在本机；可以继续扫描，网络恢复后自动补送。";
  }

  /* What nobody knows is written down as surplus: the thing was in somebody's hand, and cannot be asked about again. */
  function send() {
    if (sending || !waiting.length) return;
    sending = true;
    const values = Object.assign({}, waiting[0], { confirm: waiting[0].words.trim() });
    window.htmx.ajax("POST", form.getAttribute("hx-post"), { source: banner, target: "#counted", swap: "outerHTML", values: values });
  }

  document.body.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt !== form) return;
    const values = Object.fromEntries(new FormData(form));
    delete values.csrfmiddlewaretoken;
    if (!values.words.trim()) return;
    waiting.push(values);
    show();
    box.value = "";
    box.focus();
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form && event.detail.successful) return void send();
    if (event.detail.elt !== banner) return undefined;
    sending = false;
    if (!event.detail.successful) return undefined;
    waiting.shift();
    show();
    return send();
  });

  banner.querySelector("[data-unsent-send]").addEventListener("click", send);
  window.addEventListener("online", send);
  show();
  send();
})();

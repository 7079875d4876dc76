/* How htmx and plain forms behave here: CSRF header, busy state, no double submit, errors as sentences.
   Also the three helpers that the other scripts use: govops.ready, govops.toast, govops.csrf. */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});

  /** Run `start(root)` for the page and again for everything htmx brings in. */
  govops.ready = function (start) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document.body));
    else start(document.body);
    document.addEventListener("htmx:load", (event) => {
      if (event.detail.elt !== document.body) start(event.detail.elt);
    });
  };

  /** All elements under `root` (itself included) that match. */
  govops.all = function (root, selector) {
    const found = Array.from(root.querySelectorAll(selector));
    return root.matches && root.matches(selector) ? [root].concat(found) : found;
  };

  govops.csrf = function () {
    const meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : "";
  };

  /** Short words at the top right; red ones stay until dismissed. */
  govops.toast = function (text, tone) {
    const box = document.getElementById("toasts");
    if (!box || !text) return;
    const toast = document.createElement("div");
    toast.className = "toast toast-" + (tone || "accent");
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.setAttribute("data-dismiss", "");
    close.setAttribute("aria-label", "关闭");
    close.textContent = "×";
    toast.appendChild(words);
    toast.appendChild(close);
    box.appendChild(toast);
    if (tone !== "red") window.setTimeout(() => toast.remove(), 6000);
  };

  const SENTENCES = {
    400: "提交的内容不完整，请检查后再试。",
    403: "您没有办理此事的权限；如刚重新登录过，请刷新页面。",
    404: "要看的内容不存在，或不在您的知悉范围之内。",
    413: "文件过大，请缩小后再传。",
    429: "操作过于频繁，请稍后再试。",
    503: "系统正在维护或启动，请稍后再试。",
  };

  function sentence(xhr) {
    const kind = xhr.getResponseHeader("Content-Type") || "";
    if (kind.indexOf("json") >= 0) {
      try {
        const body = JSON.parse(xhr.responseText);
        if (body.detail) return String(body.detail);
      } catch (error) {
        return SENTENCES[xhr.status] || "系统出了差错，请稍后再试。";
      }
    }
    return SENTENCES[xhr.status] || "系统出了差错（" + xhr.status + "），请稍后再试；若仍不行，请告知服务台。";
  }

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = govops.csrf();
  });

  let running = 0;
  function busy(change) {
    running = Math.max(0, running + change);
    const bar = document.getElementById("loading");
    if (bar) bar.classList.toggle("on", running > 0);
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    busy(1);
    const source = event.detail.requestConfig.triggeringEvent;
    const button = (source && source.submitter) || event.detail.elt;
    if (button.matches && button.matches("button")) button.classList.add("busy");
  });
  document.addEventListener("htmx:afterRequest", () => {
    busy(-1);
    document.querySelectorAll("button.busy").forEach((button) => button.classList.remove("busy"));
    document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
  });
  document.addEventListener("htmx:responseError", (event) => {
    const xhr = event.detail.xhr;
    if (xhr.status === 401) window.location.reload();
    else govops.toast(sentence(xhr), "red");
  });
  document.addEventListener("htmx:sendError", () => govops.toast("网络不通，内容没有送出。请检查网络后再试。", "red"));
  document.addEventListener("htmx:timeout", () => govops.toast("等待超时，不确定是否已经办成，请刷新查看。", "red"));
  document.addEventListener("govops:toast", (event) => govops.toast(event.detail.text, event.detail.tone));

  /* A plain form is sent once; the button keeps its value because it is only dimmed after the event. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "");
    const button = event.submitter || form.querySelector("button:not([type=button])");
    window.setTimeout(() => {
      if (button && form.hasAttribute("data-sent")) button.classList.add("busy");
    }, 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
    document.querySelectorAll("button.busy").forEach((button) => button.classList.remove("busy"));
  });
})();

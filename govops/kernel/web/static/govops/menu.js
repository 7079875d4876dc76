/* Folding navigation, menus on <details>, toggles, toasts that can be put away. */
(function () {
  "use strict";
  const opened = () => Array.from(document.querySelectorAll("details.menu[open]"));

  function fold(open) {
    document.body.classList.toggle("nav-open", open);
    const button = document.querySelector("[data-nav-toggle]");
    if (button) button.setAttribute("aria-expanded", String(open));
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("[data-nav-toggle]")) fold(!document.body.classList.contains("nav-open"));
    else if (target.closest("[data-nav-close]")) fold(false);

    const inside = target.closest("details.menu");
    opened().forEach((menu) => {
      if (menu !== inside && !menu.contains(target)) menu.removeAttribute("open");
    });
    if (inside && target.closest("[data-phrase], a.menu-item")) inside.removeAttribute("open");

    const dismiss = target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest(".toast").remove();

    const toggle = target.closest("[data-toggle]");
    if (toggle) {
      const other = document.querySelector(toggle.dataset.toggle);
      if (other) toggle.setAttribute("aria-pressed", String(other.classList.toggle(toggle.dataset.toggleClass)));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    fold(false);
    opened().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  /* A panel that would leave the window opens to the left instead. */
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches || !menu.matches("details.menu[open]")) return;
    const panel = menu.querySelector(".menu-panel");
    if (panel && panel.getBoundingClientRect().right > window.innerWidth - 8) menu.classList.add("menu-right");
    const first = menu.querySelector(".menu-form input:not([type=hidden]):not([type=checkbox]), .menu-form input:checked");
    if (first) first.focus();
  }, true);

  window.govops.ready((root) => {
    govops.all(root, ".toast:not(.toast-red)").forEach((toast) => window.setTimeout(() => toast.remove(), 6000));
    const scroll = root.querySelector(".nav-scroll");
    if (!scroll) return;
    const active = scroll.querySelector(".active");
    scroll.scrollTop = Number(window.sessionStorage.getItem("nav-scroll") || 0);
    if (active) {
      const box = scroll.getBoundingClientRect();
      const place = active.getBoundingClientRect();
      if (place.top < box.top || place.bottom > box.bottom) scroll.scrollTop += place.top - box.top - box.height / 2;
    }
    window.addEventListener("pagehide", () => window.sessionStorage.setItem("nav-scroll", String(scroll.scrollTop)));
  });
})();

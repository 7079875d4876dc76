/* The wall screen: a clock that ticks, content that renews itself, pages that take turns. */
(function () {
  "use strict";
  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  const days = "日一二三四五六";
  const offset = Number(wall.dataset.now || Date.now()) - Date.now();

  function tick() {
    const now = new Date(Date.now() + offset);
    const two = (number) => (number < 10 ? "0" : "") + number;
    const clock = document.querySelector("[data-wall-clock]");
    if (clock) {
      clock.textContent = now.getFullYear() + "年" + (now.getMonth() + 1) + "月" + now.getDate() + "日 星期" + days[now.getDay()] + "  " + two(now.getHours()) + ":" + two(now.getMinutes());
    }
  }
  tick();
  window.setInterval(tick, 5000);

  const faces = Array.from(wall.querySelectorAll("[data-wall-face]"));
  let shown = 0;
  function turn() {
    shown = (shown + 1) % faces.length;
    faces.forEach((face, index) => (face.hidden = index !== shown));
    window.dispatchEvent(new Event("resize"));
  }
  if (faces.length > 1) {
    faces.forEach((face, index) => (face.hidden = index !== 0));
    window.setInterval(turn, Number(wall.dataset.rotate || 30) * 1000);
  }

  /* Renewal keeps the old picture when the network is away, and says so. */
  async function renew() {
    try {
      const response = await window.fetch(wall.dataset.url || window.location.href, { credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (response.status === 401 || response.redirected) return window.location.reload();
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      wall.querySelectorAll("[data-renew]").forEach((old) => {
        const fresh = page.getElementById(old.id);
        if (!fresh) return;
        const mine = document.importNode(fresh, true);
        old.replaceWith(mine);
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: mine } }));
      });
      document.body.classList.remove("wall-away");
    } catch (error) {
      document.body.classList.add("wall-away");
    }
    return undefined;
  }
  window.setInterval(renew, Number(wall.dataset.every || 60) * 1000);
})();

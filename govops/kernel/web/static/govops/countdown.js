/* Time left, refreshed each minute. The server tells the working seconds left and until when the clock runs;
   outside working time the words stand still. The words are the same as words_left() makes on the server. */
(function () {
  "use strict";
  function words(seconds, day) {
    const head = seconds > 0 ? "剩 " : "超时 ";
    const amount = Math.abs(seconds);
    if (amount >= day) return head + Math.floor((amount / day) * 2) / 2 + " 工作日";
    const hours = Math.floor(amount / 3600);
    const minutes = Math.floor((amount % 3600) / 60);
    if (hours >= 3) return head + hours + " 小时";
    if (hours) return head + hours + " 小时" + (minutes ? " " + minutes + " 分" : "");
    return head + (minutes || "不足 1") + " 分";
  }

  function refresh(left) {
    const until = left.dataset.until ? Date.parse(left.dataset.until) : Infinity;
    const passed = Math.max(0, Math.min(Date.now(), until) - Number(left.dataset.shown)) / 1000;
    const seconds = Number(left.dataset.seconds) - passed;
    const total = Number(left.dataset.total) || 1;
    const spent = Math.max(0, Math.min(100, Math.round(((total - seconds) / total) * 100)));
    const tone = seconds <= 0 || spent >= 90 ? "red" : spent >= 75 ? "amber" : "green";
    left.className = "left left-" + tone;
    left.querySelector(".left-words").textContent = words(seconds, Number(left.dataset.day));
    const bar = left.querySelector("progress");
    bar.value = spent;
    bar.className = "bar-line bar-" + tone;
  }

  function all() {
    document.querySelectorAll(".left[data-seconds]").forEach(refresh);
  }
  window.govops.ready((root) => {
    govops.all(root, ".left[data-seconds]:not([data-shown])").forEach((left) => (left.dataset.shown = String(Date.now())));
  });
  window.setInterval(all, 60000);
  document.addEventListener("visibilitychange", () => document.hidden || all());
})();

/* A choice that follows another one until somebody makes it himself: data-follows="kind" data-follows-as="foreign=passport|…".
   It only moves among the choices that are named there: 工作证, once chosen, stays. */
(function () {
  "use strict";
  function follow(block, answer) {
    const pairs = block.dataset.followsAs.split("|").map((one) => one.split("="));
    const pair = pairs.find((one) => one[0] === answer);
    const select = block.querySelector("select");
    if (pair && select && pairs.some((one) => one[1] === select.value)) select.value = pair[1];
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (!form || !event.target.name) return;
    const own = event.target.closest("[data-follows]");
    if (own) own.setAttribute("data-chosen", "");
    govops.all(form, "[data-follows]:not([data-chosen])").forEach((block) => {
      if (block.dataset.follows === event.target.name) follow(block, event.target.value);
    });
  });
})();

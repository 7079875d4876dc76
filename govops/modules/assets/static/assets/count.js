/* Counting by scanner, keyboard or camera: Enter counts, the box is ready for the next one at once.
   What the ledger does not know stays in the box; Enter again writes it down as surplus, typing something else forgets it. */
(function () {
  "use strict";
  const form = document.querySelector("[data-count]");
  if (!form) return;
  const box = form.querySelector("[name=words]");
  const way = form.querySelector("[name=way]");
  const button = form.querySelector("[data-camera]");
  const view = form.querySelector("[data-camera-view]");

  /* On a phone what was just counted matters more than where one stands. */
  if (window.matchMedia("(max-width: 640px)").matches) form.querySelector(".count-where").open = false;

  /* A scanner sends Enter by itself; while Chinese is being composed Enter chooses a word. */
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.isComposing) event.preventDefault();
  });
  box.addEventListener("input", () => {
    const sure = document.querySelector("[name=confirm][form=count-form]");
    if (sure && sure.value !== box.value.trim()) sure.remove();
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    const counted = document.getElementById("counted");
    if (!counted || !event.detail.target || event.detail.target.id !== "counted") return;
    if (event.detail.requestConfig && event.detail.requestConfig.elt !== form) {
      if (view.hidden) box.focus();
      return;
    }
    const told = counted.querySelector(".count-told");
    if (told) told.classList.add("count-new");
    if (counted.dataset.unknown) {
      box.value = counted.dataset.unknown;
      box.select();
    } else {
      box.value = "";
      form.querySelector("[name=note]").value = "";
    }
    way.value = "scan";
    if (view.hidden) box.focus();
  });

  /* The camera, where the browser reads codes by itself; elsewhere one types. */
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  button.hidden = false;
  let stream = null;
  let last = { value: "", at: 0 };

  function stop() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    view.srcObject = null;
  }

  function take(value) {
    const now = Date.now();
    if (value === last.value && now - last.at < 4000) return;
    last = { value: value, at: now };
    box.value = value;
    way.value = "camera";
    if (navigator.vibrate) navigator.vibrate(40);
    form.requestSubmit();
  }

  async function look(reader) {
    if (!stream) return;
    try {
      const found = await reader.detect(view);
      if (found.length) take(found[0].rawValue);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
    }
    window.setTimeout(() => look(reader), 250);
  }

  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      govops.toast("没有打开摄像头，请允许使用摄像头，或直接输入编号。", "amber");
      return undefined;
    }
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    return look(new window.BarcodeDetector({ formats: ["qr_code", "code_128", "code_39"] }));
  });
  window.addEventListener("pagehide", stop);
})();

/* Files by choosing, dropping or pasting. Each is sent alone; the answer is the list of attachments again. */
(function () {
  "use strict";

  async function send(drop, file) {
    const data = new FormData();
    data.append(drop.dataset.field || "file", file, file.name || "截图.png");
    /* What an unsaved form holds already: the answer lists all of it. */
    document.querySelectorAll("[data-attachments] input[name=files]").forEach((kept) => data.append("files", kept.value));
    const response = await window.fetch(drop.dataset.upload, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { "X-CSRFToken": govops.csrf(), "HX-Request": "true" },
    });
    const words = await response.text();
    if (response.ok) return words;
    let detail = "";
    if ((response.headers.get("Content-Type") || "").indexOf("json") >= 0) detail = JSON.parse(words).detail;
    throw new Error(detail || "没有传成（" + response.status + "），请稍后再试。");
  }

  /* The new list takes the place of the old one; the place to drop stays, as it may have more to send. */
  function show(drop, fragment) {
    const box = drop.closest("[data-attachments]");
    const holder = document.createElement("div");
    holder.innerHTML = fragment;
    const fresh = holder.querySelector("[data-attachments] .files");
    if (!box || !fresh) return;
    const old = box.querySelector(".files");
    if (old) old.replaceWith(fresh);
    else box.insertBefore(fresh, drop);
    if (window.htmx) window.htmx.process(fresh);
    drop.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function upload(drop, files) {
    const words = drop.querySelector("span");
    const hint = words.textContent;
    drop.classList.add("busy");
    for (let index = 0; index < files.length; index += 1) {
      words.textContent = "正在上传 " + (index + 1) + " / " + files.length + "：" + files[index].name;
      try {
        show(drop, await send(drop, files[index]));
      } catch (error) {
        govops.toast("“" + files[index].name + "”" + (error instanceof TypeError ? "没有传成：网络不通。" : error.message), "red");
      }
    }
    drop.classList.remove("busy");
    words.textContent = hint;
    drop.querySelector("input[type=file]").value = "";
  }

  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-upload]");
    if (drop && event.target.type === "file" && event.target.files.length) upload(drop, Array.from(event.target.files));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop-file]");
    if (button) button.closest("li").remove();
  });
  ["dragover", "dragleave", "drop"].forEach((kind) =>
    document.addEventListener(kind, (event) => {
      const drop = event.target.closest && event.target.closest("[data-upload]");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) upload(drop, Array.from(event.dataTransfer.files));
    })
  );
  document.addEventListener("paste", (event) => {
    const drop = document.querySelector("dialog[open] [data-upload]") || document.querySelector("[data-upload]");
    if (drop && event.clipboardData && event.clipboardData.files.length) upload(drop, Array.from(event.clipboardData.files));
  });
})();

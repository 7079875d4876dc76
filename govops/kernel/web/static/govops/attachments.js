/* Files by choosing, dropping or pasting. Each is sent alone; the answer is the list of attachments again. */
(function () {
  "use strict";

  async function send(drop, file) {
    const data = new FormData();
    data.append(drop.dataset.field || "file", file, file.name || "截图.png");
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

  async function upload(drop, files) {
    const words = drop.querySelector("span");
    const hint = words.textContent;
    let fragment = "";
    drop.classList.add("busy");
    for (let index = 0; index < files.length; index += 1) {
      words.textContent = "正在上传 " + (index + 1) + " / " + files.length + "：" + files[index].name;
      try {
        fragment = await send(drop, files[index]);
      } catch (error) {
        govops.toast("“" + files[index].name + "”" + (error instanceof TypeError ? "没有传成：网络不通。" : error.message), "red");
      }
    }
    drop.classList.remove("busy");
    words.textContent = hint;
    const box = drop.closest("[data-attachments]");
    if (!fragment || !box) return;
    const holder = document.createElement("div");
    holder.innerHTML = fragment;
    const fresh = holder.querySelector("[data-attachments]");
    if (!fresh) return;
    box.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
  }

  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-upload]");
    if (drop && event.target.type === "file" && event.target.files.length) upload(drop, Array.from(event.target.files));
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

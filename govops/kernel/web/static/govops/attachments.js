/* Files by choosing, dropping or pasting, in every form that has a place for them. Each is sent alone, with its progress;
   the answer is the list of attachments again. What is refused is said below the place, one sentence a file. */
(function () {
  "use strict";
  const boxOf = (drop) => drop.closest("[data-attachments]");

  function send(drop, file, told) {
    const data = new FormData();
    data.append(drop.dataset.field || "file", file, file.name);
    /* What an unsaved form holds already: the answer lists all of it. */
    boxOf(drop).querySelectorAll("input[name=files]").forEach((kept) => data.append("files", kept.value));
    return new Promise((done, refuse) => {
      const request = new XMLHttpRequest();
      request.open("POST", drop.dataset.upload);
      request.setRequestHeader("X-CSRFToken", govops.csrf());
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = (event) => event.lengthComputable && told(Math.round((100 * event.loaded) / event.total));
      request.onload = () => (request.status < 300 ? done(request.responseText) : refuse(new Error(reason(request))));
      request.onerror = () => refuse(new Error("网络不通，没有传成，请稍后再试。"));
      request.send(data);
    });
  }

  function reason(request) {
    if (request.status === 401) return "登录已失效，请刷新页面重新登录后再传。";
    if (request.status === 413) return "文件过大，请压缩或拆分后再传。";
    try {
      return JSON.parse(request.responseText).detail;
    } catch (error) {
      return "没有传成（" + request.status + "），请稍后再试。";
    }
  }

  /* The new list takes the place of the old one; the place to drop stays, as it may have more to send. */
  function show(drop, fragment) {
    const holder = document.createElement("div");
    holder.innerHTML = fragment;
    const fresh = holder.querySelector("[data-attachments] .files");
    const box = boxOf(drop);
    if (!box || !fresh) return;
    const old = box.querySelector(".files");
    if (old) old.replaceWith(fresh);
    else box.insertBefore(fresh, box.firstChild);
    if (window.htmx) window.htmx.process(fresh);
    drop.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function complain(drop, name, sentence) {
    const error = document.createElement("p");
    error.className = "field-error drop-error";
    error.setAttribute("role", "alert");
    error.textContent = sentence.indexOf(name) >= 0 ? sentence : "“" + name + "”" + sentence;
    boxOf(drop).appendChild(error);
  }

  async function upload(drop, files) {
    if (drop.classList.contains("busy")) return govops.toast("上一批文件还在上传，请稍候再传。", "amber");
    const words = drop.querySelector("span");
    const bar = document.createElement("progress");
    const hint = words.textContent;
    bar.max = 100;
    boxOf(drop).querySelectorAll(".drop-error").forEach((old) => old.remove());
    drop.classList.add("busy");
    drop.appendChild(bar);
    words.setAttribute("aria-live", "polite");
    for (let index = 0; index < files.length; index += 1) {
      words.textContent = "正在上传" + (files.length > 1 ? " " + (index + 1) + " / " + files.length : "") + "：" + files[index].name;
      bar.value = 0;
      try {
        show(drop, await send(drop, files[index], (percent) => (bar.value = percent)));
      } catch (error) {
        complain(drop, files[index].name, error.message);
      }
    }
    bar.remove();
    drop.classList.remove("busy");
    words.textContent = hint;
    drop.querySelector("input[type=file]").value = "";
    return undefined;
  }

  /* A screenshot comes without a name of its own: it gets one that says when it was taken. */
  function named(file) {
    if (file.name && !/^image\.\w+$/.test(file.name)) return file;
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const stamp = now.getFullYear() + two(now.getMonth() + 1) + two(now.getDate()) + "-" + two(now.getHours()) + two(now.getMinutes()) + two(now.getSeconds());
    return new File([file], "截图-" + stamp + "." + (file.type.split("/")[1] || "png").replace("jpeg", "jpg"), { type: file.type });
  }

  /* The place that belongs to where one is: the form around, else the open dialog, else the first of the page. */
  function placeFor(element) {
    const around = element && element.closest ? element.closest("form, dialog, [data-attachments]") : null;
    return (around && around.querySelector("[data-upload]")) || document.querySelector("dialog[open] [data-upload]") || document.querySelector("[data-upload]");
  }
  const holdsFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0;

  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-upload]");
    if (drop && event.target.type === "file" && event.target.files.length) upload(drop, Array.from(event.target.files));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop-file]");
    if (button) button.closest("li").remove();
  });
  /* A file dropped beside the place must not replace the page. */
  ["dragover", "dragleave", "drop"].forEach((kind) =>
    document.addEventListener(kind, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const drop = placeFor(event.target);
      document.querySelectorAll(".drop.over").forEach((one) => one.classList.remove("over"));
      if (!drop) return;
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop") upload(drop, Array.from(event.dataTransfer.files).map(named));
    })
  );
  /* Copied cells and pages carry a picture beside their text: in a text field the text is meant. */
  document.addEventListener("paste", (event) => {
    const clipboard = event.clipboardData;
    if (!clipboard || !clipboard.files.length) return;
    const typing = event.target.closest && event.target.closest("input, textarea");
    if (typing && Array.from(clipboard.types).indexOf("text/plain") >= 0) return;
    const drop = placeFor(event.target);
    if (!drop) return;
    event.preventDefault();
    upload(drop, Array.from(clipboard.files).map(named));
  });
})();

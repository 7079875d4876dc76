/* On paper a picture of several rows (data-tops: where each begins) is shown a row at a time, so that none is cut.

   Pictures as files: <button data-export="svg|png" data-picture="#place" data-name="拓扑图" data-told="URL">.
   The place holds one <svg> that is drawn with attributes alone, so a copy of it looks the same anywhere.
   That a picture was taken out is told to the server first; without its consent nothing is saved. */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});
  const SCALE = 2;
  const LARGEST = 12000;

  function copyOf(place) {
    const svg = place.querySelector("svg");
    if (!svg) return null;
    const copy = svg.cloneNode(true);
    const box = svg.viewBox.baseVal;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    copy.removeAttribute("class");
    copy.querySelectorAll(".no-export").forEach((one) => one.remove());
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ["x", "y", "width", "height"].forEach((name) => ground.setAttribute(name, box[name]));
    ground.setAttribute("fill", "#ffffff");
    copy.insertBefore(ground, copy.firstChild);
    return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function painted(picture) {
    return new Promise((done, failed) => {
      const scale = Math.min(SCALE, LARGEST / Math.max(picture.width, picture.height));
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = Math.ceil(picture.width * scale);
        canvas.height = Math.ceil(picture.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("empty"))), "image/png");
      };
      image.onerror = () => failed(new Error("image"));
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture.text);
    });
  }

  function told(button) {
    const words = new URLSearchParams({ kind: button.dataset.export, address: window.location.pathname + window.location.search });
    return window.fetch(button.dataset.told, { method: "POST", headers: { "X-CSRFToken": govops.csrf() }, body: words });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("[data-export]") : null;
    if (!button) return;
    const picture = copyOf(document.querySelector(button.dataset.picture));
    if (!picture) return govops.toast("还没有可以导出的图，请先选出要看的内容。", "red");
    const name = button.dataset.name + "." + button.dataset.export;
    button.disabled = true;
    told(button)
      .then((answer) => {
        if (!answer.ok) throw new Error("refused");
        return button.dataset.export === "png" ? painted(picture) : new Blob([picture.text], { type: "image/svg+xml" });
      })
      .then((blob) => save(blob, name))
      .catch((error) => govops.toast(error.message === "refused" ? "您没有导出图片的权限，或登录已过期，请刷新页面。" : "图片没有生成，请缩小范围后再试。", "red"))
      .then(() => (button.disabled = false));
  });

  function inRows(svg) {
    const tops = svg.dataset.tops.split(" ").map(Number);
    const box = svg.viewBox.baseVal;
    const rows = document.createElement("div");
    rows.className = "paper-rows";
    tops.forEach((top, at) => {
      const row = svg.cloneNode(true);
      const end = at + 1 < tops.length ? tops[at + 1] : box.y + box.height;
      row.setAttribute("viewBox", [box.x, top - 2, box.width, end - top].join(" "));
      rows.appendChild(row);
    });
    svg.parentNode.appendChild(rows);
  }

  window.addEventListener("beforeprint", () => {
    govops.all(document, "svg[data-tops]").forEach((svg) => svg.dataset.tops.indexOf(" ") > 0 && inRows(svg));
  });
  window.addEventListener("afterprint", () => govops.all(document, ".paper-rows").forEach((one) => one.remove()));
})();

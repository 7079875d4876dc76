/* 姓名 单位 时间 across the page, on a canvas above everything that touches nothing. */
(function () {
  "use strict";
  const text = document.body && document.body.dataset.watermark;
  if (!text) return;
  const canvas = document.createElement("canvas");
  canvas.className = "watermark";
  canvas.setAttribute("aria-hidden", "true");

  function draw() {
    const scale = window.devicePixelRatio || 1;
    const width = window.innerWidth;
    const height = window.innerHeight;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.font = '13px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
    pen.fillStyle = document.body.classList.contains("wall") ? "rgba(255,255,255,.05)" : "rgba(16,41,74,.045)";
    const step = Math.max(260, pen.measureText(text).width + 90);
    pen.rotate((-20 * Math.PI) / 180);
    for (let y = 0; y < height + width; y += 180) {
      for (let x = -height; x < width; x += step) pen.fillText(text, x + ((y / 180) % 2) * (step / 2), y);
    }
  }

  document.body.appendChild(canvas);
  draw();
  window.addEventListener("resize", draw);
  new MutationObserver(() => document.contains(canvas) || document.body.appendChild(canvas)).observe(document.body, { childList: true });
})();

/* The strokes of the topology: nodes, links, bands as SVG with attributes alone (a copy looks the same in a file).
   govops.drawing.sheet(width, height), .band(…), .link(…), .node(…), .symbols(svg, sprite address, names). */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
  const INK = { ink: "#1f2937", muted: "#667085", faint: "#98a2b3", line: "#d0d5dd", band: "#f5f7fa", link: "#b8c4d6", accent: "#1d4f91", red: "#c0392b", amber: "#b7791f", soft: "#e8eff8" };

  function make(name, attributes, parent, text) {
    const one = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach((key) => one.setAttribute(key, attributes[key]));
    if (text !== undefined) one.textContent = text;
    if (parent) parent.appendChild(one);
    return one;
  }

  /** The text cut to a width in pixels; a Chinese character is as wide as it is high. */
  function cut(text, width, size) {
    let used = 0;
    for (let index = 0; index < text.length; index += 1) {
      used += text.charCodeAt(index) > 255 ? size : size * 0.58;
      if (used > width) return text.slice(0, Math.max(1, index - 1)) + "…";
    }
    return text;
  }

  function sheet(width, height, title) {
    const svg = make("svg", { viewBox: "0 0 " + width + " " + height, width: width, height: height, role: "group", "aria-label": title, "font-family": FONT, "font-size": 12 });
    make("defs", {}, svg);
    return svg;
  }

  /** `slim`: its words stand in one line above its nodes instead of beside them. */
  function band(parent, found, width, words, isShut, slim) {
    make("rect", { x: 0, y: found.y, width: width, height: found.height, rx: 8, fill: INK.band }, parent);
    const label = make("g", { class: "band", "data-band": found.code, tabindex: 0, role: "button", "aria-expanded": String(!isShut), "aria-label": words.title + "，" + words.count + " 项，" + (isShut ? "展开" : "收起") }, parent);
    make("rect", { x: 0, y: found.y, width: slim ? width : 104, height: Math.min(found.height, slim ? 40 : 72), rx: 8, fill: INK.band, class: "band-ground" }, label);
    const line = found.y + (slim ? 26 : 50);
    make("text", { x: 14, y: found.y + (slim ? 26 : 32), fill: INK.ink, "font-size": 13, "font-weight": 600 }, label, words.title);
    make("text", { x: slim ? 100 : 14, y: line, fill: INK.muted, "font-size": 11.5 }, label, words.count + " 项");
    make("text", { x: slim ? 156 : 66, y: line, fill: INK.accent, "font-size": 11.5, class: "no-export" }, label, isShut ? "展开" : "收起");
  }

  function link(parent, from, to, size, words) {
    const down = from.y <= to.y;
    const level = Math.abs(from.y - to.y) < 2;
    const x1 = from.x + size.width / 2, x2 = to.x + size.width / 2;
    const y1 = level ? from.y + size.height : from.y + (down ? size.height : 0);
    const y2 = level ? to.y + size.height : to.y + (down ? 0 : size.height);
    const bend = level ? 26 : Math.max(24, Math.abs(y2 - y1) / 2);
    const first = level || down ? y1 + bend : y1 - bend, second = level ? y2 + bend : down ? y2 - bend : y2 + bend;
    const path = make("path", { class: "link", d: "M" + x1 + " " + y1 + "C" + x1 + " " + first + " " + x2 + " " + second + " " + x2 + " " + y2, fill: "none", stroke: INK.link, "stroke-width": Math.min(3, 1 + Math.log2(words.count) / 3) }, parent);
    if (words.isRedundant) path.setAttribute("stroke-dasharray", "5 3");
    make("title", {}, path, words.title);
    return path;
  }

  function badge(parent, right, y, text, color, title) {
    const width = 10 + text.length * (text.charCodeAt(0) > 255 ? 10.5 : 6.5);
    const one = make("g", {}, parent);
    make("rect", { x: right - width, y: y - 8, width: width, height: 16, rx: 8, fill: color, stroke: "#ffffff", "stroke-width": 1.5 }, one);
    make("text", { x: right - width / 2, y: y + 3.5, fill: "#ffffff", "font-size": 10.5, "text-anchor": "middle" }, one, text);
    make("title", {}, one, title);
    return right - width - 3;
  }

  function node(parent, spot, size, words) {
    const one = make("g", { class: "node", "data-key": words.key, role: "button", tabindex: -1, "aria-label": words.spoken }, parent);
    if (words.isGroup) make("rect", { x: spot.x + 4, y: spot.y + 4, width: size.width, height: size.height, rx: 7, fill: "#ffffff", stroke: INK.line }, one);
    make("rect", { class: "box", x: spot.x, y: spot.y, width: size.width, height: size.height, rx: 7, fill: words.isStart ? INK.soft : "#ffffff", stroke: words.isStart ? INK.accent : INK.line, "stroke-dasharray": words.isIdle ? "4 3" : "none" }, one);
    make("use", { href: "#icon-" + words.icon, x: spot.x + 11, y: spot.y + 13, width: 18, height: 18, color: words.isGroup ? INK.accent : INK.muted }, one);
    make("text", { x: spot.x + 38, y: spot.y + 19, fill: INK.ink, "font-size": 12.5, "font-weight": words.isGroup ? 600 : 400 }, one, cut(words.title, size.width - 46, 12.5));
    make("text", { x: spot.x + 38, y: spot.y + 34, fill: INK.muted, "font-size": 11 }, one, cut(words.sub, size.width - 46, 11));
    make("title", {}, one, words.spoken);
    let right = spot.x + size.width + 5;
    if (words.tickets) right = badge(one, right, spot.y, "单 " + words.tickets, INK.red, words.tickets + " 张未了结的单据");
    if (words.alerts) right = badge(one, right, spot.y, "警 " + words.alerts, INK.amber, words.alerts + " 条未关闭的告警");
    if (words.changing) badge(one, right, spot.y, "变更中", INK.accent, "正在变更窗口内");
    return one;
  }

  /** Bring the named icons of the sprite into the picture itself. */
  function symbols(svg, address, names) {
    symbols.sprite = symbols.sprite || window.fetch(address).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "image/svg+xml"));
    return symbols.sprite.then((sprite) => {
      const defs = svg.querySelector("defs");
      names.forEach((name) => {
        const found = sprite.getElementById("icon-" + name) || sprite.getElementById("icon-box") || sprite.getElementById("icon-server");
        if (!found) return;
        const symbol = document.importNode(found, true);
        symbol.setAttribute("id", "icon-" + name);
        defs.appendChild(symbol);
      });
    });
  }

  govops.drawing = { sheet: sheet, band: band, link: link, node: node, symbols: symbols, cut: cut };
})();

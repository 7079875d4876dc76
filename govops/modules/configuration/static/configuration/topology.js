/* 拓扑图: <div data-topology="ID of the JSON" data-sprite="…"> draws itself and answers the mouse and the keyboard.
   What is open, shut and chosen stands behind the # of the address, so it survives a reload and can be passed on. */
(function () {
  "use strict";
  const govops = window.govops;
  const FEW = 40;
  const NARROWEST = 346;
  const PADDING = 24;
  const PAPER = 1500;

  function viewOf(hash, few) {
    const words = new URLSearchParams(hash.replace(/^#/, ""));
    const set = (name) => new Set((words.get(name) || "").split(",").filter(Boolean));
    return { by: words.get("by") || (few ? "item" : "type"), open: set("open"), shut: set("shut"), chosen: words.get("chosen") || "", zoom: Number(words.get("zoom")) || 1 };
  }

  function hashOf(view, few) {
    const words = new URLSearchParams();
    if (view.by !== (few ? "item" : "type")) words.set("by", view.by);
    if (view.open.size) words.set("open", Array.from(view.open).join(","));
    if (view.shut.size) words.set("shut", Array.from(view.shut).join(","));
    if (view.chosen) words.set("chosen", view.chosen);
    if (view.zoom !== 1) words.set("zoom", view.zoom.toFixed(2));
    return words.toString();
  }

  function start(place) {
    const model = govops.topologyModel(JSON.parse(document.getElementById(place.dataset.topology).textContent));
    const few = model.items.length <= FEW;
    const view = viewOf(window.location.hash, few);
    const box = place.closest("[data-topology-page]");
    const details = govops.topologyDetails(box.querySelector("[data-details]"), model, choose);
    let drawn = null;
    let hits = new Set();

    function keep() {
      const hash = hashOf(view, few);
      window.history.replaceState(null, "", window.location.pathname + window.location.search + (hash ? "#" + hash : ""));
      govops.all(box, "[data-by]").forEach((one) => one.classList.toggle("active", one.dataset.by === view.by));
    }

    function draw(width) {
      const built = model.build(view);
      const laid = govops.layered(built.bands, built.links, width || Math.max(NARROWEST, place.clientWidth - PADDING));
      const svg = govops.drawing.sheet(laid.width, laid.height, box.dataset.title);
      laid.bands.forEach((band, index) => {
        const count = built.bands[index].nodes.reduce((sum, node) => sum + node.count, 0);
        govops.drawing.band(svg, band, laid.width, { title: band.title, count: count }, view.shut.has(band.code), laid.slim);
      });
      const links = built.links.map((one) => ({ one: one, path: govops.drawing.link(svg, laid.places.get(one.from), laid.places.get(one.to), laid.node, one) }));
      built.nodes.forEach((node) => (node.drawn = govops.drawing.node(svg, laid.places.get(node.key), laid.node, node)));
      govops.drawing.symbols(svg, place.dataset.sprite, new Set(Array.from(built.nodes.values()).map((node) => node.icon)));
      place.textContent = "";
      place.appendChild(svg);
      drawn = { svg: svg, built: built, laid: laid, links: links };
      const first = svg.querySelector(".node");
      if (first) first.setAttribute("tabindex", 0);
      scale();
      light();
      keep();
    }

    function scale() {
      drawn.svg.setAttribute("width", Math.round(drawn.laid.width * view.zoom));
      drawn.svg.setAttribute("height", Math.round(drawn.laid.height * view.zoom));
    }

    /** What is chosen or found stands out, with its neighbours; the rest steps back. */
    function light() {
      const chosen = drawn.built.nodes.get(view.chosen);
      const lit = new Set(chosen ? [chosen.key] : []);
      drawn.links.forEach((link) => {
        const near = Boolean(chosen) && (link.one.from === chosen.key || link.one.to === chosen.key);
        link.path.classList.toggle("lit", near);
        if (near) lit.add(link.one.from).add(link.one.to);
      });
      drawn.built.nodes.forEach((node) => {
        const found = node.items.some((item) => hits.has(item.id));
        if (found) lit.add(node.key);
        node.drawn.classList.toggle("found", found);
        node.drawn.classList.toggle("chosen", node === chosen);
      });
      drawn.svg.classList.toggle("dim", lit.size > 0);
      drawn.built.nodes.forEach((node) => node.drawn.classList.toggle("lit", lit.has(node.key)));
      details.show(chosen, drawn.built);
    }

    function reveal(key) {
      const node = drawn.built.nodes.get(key);
      if (node) node.drawn.scrollIntoView({ block: "nearest", inline: "nearest" });
      return node;
    }

    function uncover(item) {
      view.shut.delete(item.band);
      const group = model.groupKey(item, view);
      if (group) view.open.add(group);
    }

    /** Choose an item or a group by its key; an item that lies in a group opens it. */
    function choose(key) {
      const item = key.indexOf("item:") === 0 && model.items.find((one) => "item:" + one.id === key);
      if (item && !drawn.built.nodes.has(key)) {
        uncover(item);
        draw();
      }
      view.chosen = key;
      light();
      keep();
      reveal(key);
    }

    function press(key) {
      const node = drawn.built.nodes.get(key);
      if (node.isGroup && node.items[0].count) return (window.location.href = govops.withParam("type", node.items[0].typeId));
      if (!node.isGroup) return view.chosen === key ? choose("") : choose(key);
      if (key.indexOf("band:") === 0) view.shut.delete(key.slice(5));
      else view.open.add(key);
      view.chosen = "";
      draw();
      return focusOn("item:" + node.items[0].id);
    }

    function toggleBand(code) {
      if (view.shut.has(code)) view.shut.delete(code);
      else {
        view.shut.add(code);
        model.items.forEach((item) => item.band === code && view.open.delete(model.groupKey(item, { by: view.by, shut: new Set() })));
      }
      draw();
      const label = drawn.svg.querySelector('.band[data-band="' + code + '"]');
      if (label) label.focus();
    }

    function focusOn(key) {
      const node = drawn.built.nodes.get(key);
      if (node) node.drawn.focus();
    }

    /** The nearest node in the direction of an arrow key. */
    function neighbour(key, way) {
      const here = drawn.laid.places.get(key);
      let best = null, least = Infinity;
      drawn.laid.places.forEach((spot, other) => {
        const dx = spot.x - here.x, dy = spot.y - here.y;
        const ahead = { ArrowLeft: -dx, ArrowRight: dx, ArrowUp: -dy, ArrowDown: dy }[way];
        const aside = way === "ArrowLeft" || way === "ArrowRight" ? Math.abs(dy) : Math.abs(dx);
        if (ahead > 0 && ahead + 3 * aside < least) [best, least] = [other, ahead + 3 * aside];
      });
      return best;
    }

    place.addEventListener("click", (event) => {
      const node = event.target.closest(".node"), band = event.target.closest(".band");
      if (node) press(node.dataset.key);
      else if (band) toggleBand(band.dataset.band);
      else if (view.chosen) choose("");
    });
    place.addEventListener("keydown", (event) => {
      const node = event.target.closest(".node"), band = event.target.closest(".band");
      if (event.key === "Escape" && view.chosen) return choose("");
      if (event.key === "Enter" || event.key === " ") {
        if (node) press(node.dataset.key);
        else if (band) toggleBand(band.dataset.band);
      } else if (node && event.key.indexOf("Arrow") === 0) focusOn(neighbour(node.dataset.key, event.key));
      else return undefined;
      return event.preventDefault();
    });
    box.addEventListener("click", (event) => {
      const by = event.target.closest("[data-by]"), zoom = event.target.closest("[data-zoom]");
      if (by) {
        view.by = by.dataset.by;
        view.open.clear();
        draw();
      } else if (zoom) {
        view.zoom = zoom.dataset.zoom === "0" ? 1 : Math.min(2, Math.max(0.3, view.zoom * Number(zoom.dataset.zoom)));
        scale();
        keep();
      }
    });
    govops.topologySearch(box.querySelector("[data-find]"), model, (found, next) => {
      hits = new Set(found.map((item) => item.id));
      if (found.length <= FEW) found.forEach(uncover);
      draw();
      if (next) choose("item:" + next.id);
    });
    window.addEventListener("hashchange", () => {
      Object.assign(view, viewOf(window.location.hash, few));
      draw();
    });
    let wait = null;
    window.addEventListener("resize", () => {
      window.clearTimeout(wait);
      wait = window.setTimeout(() => draw(), 150);
    });
    window.addEventListener("beforeprint", () => {
      draw(PAPER);
      drawn.svg.removeAttribute("width");
      drawn.svg.removeAttribute("height");
    });
    window.addEventListener("afterprint", () => draw());
    draw();
  }

  govops.withParam = function (name, value) {
    const words = new URLSearchParams(window.location.search);
    words.set(name, value);
    return window.location.pathname + "?" + words.toString();
  };

  govops.ready((root) => govops.all(root, "[data-topology]").forEach(start));
})();

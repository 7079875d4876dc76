/* A layered layout: bands from the top down, each as many rows as it needs, neighbours drawn near each other.
   govops.layered(bands, links, width): bands [{code, title, nodes: [{key}]}] without empty ones, links [{from, to}] of keys, the
   one that depends first;
   answers {places: Map key → {x, y}}, bands: [{code, title, y, height}], width, height, slim}; x and y are left and top of a node. */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});
  const NODE = { width: 152, height: 44 };
  const GAP = { x: 14, y: 14 };
  const LABEL = 108;
  const PAD = 14;
  /** Below this width, on a phone, the name of a band stands above its nodes, so high. */
  const SLIM = 560;
  const HEAD = 34;
  const SWEEPS = 6;
  const DEEPEST = 5;
  const STOREY = 12;

  /** For each key the keys it is joined with in other bands. */
  function neighbours(bands, links) {
    const band = new Map();
    bands.forEach((one, index) => one.nodes.forEach((node) => band.set(node.key, index)));
    const near = new Map();
    const join = (a, b) => {
      if (!near.has(a)) near.set(a, []);
      near.get(a).push(b);
    };
    links.forEach((link) => {
      if (band.get(link.from) === band.get(link.to)) return;
      join(link.from, link.to);
      join(link.to, link.from);
    });
    return near;
  }

  /** Sort every band by where its neighbours stand, a few times down and up. */
  function ordered(bands, links) {
    const near = neighbours(bands, links);
    const place = new Map();
    const settle = (nodes) => nodes.forEach((node, index) => place.set(node.key, (index + 0.5) / nodes.length));
    const orders = bands.map((band) => band.nodes.slice());
    orders.forEach(settle);
    const pull = (node) => {
      const found = near.get(node.key);
      if (!found) return place.get(node.key);
      return found.reduce((sum, key) => sum + place.get(key), 0) / found.length;
    };
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      const way = sweep % 2 ? orders.slice().reverse() : orders;
      way.forEach((nodes) => {
        const pulls = new Map(nodes.map((node) => [node.key, pull(node)]));
        nodes.sort((a, b) => pulls.get(a.key) - pulls.get(b.key) || (a.key < b.key ? -1 : 1));
        settle(nodes);
      });
    }
    return orders;
  }

  /** The nodes of a band in storeys: what stands on another of the same band is above it. A ring ends at the deepest storey. */
  function storeys(nodes, links) {
    const level = new Map(nodes.map((node) => [node.key, 0]));
    const inside = links.filter((link) => level.has(link.from) && level.has(link.to));
    for (let round = 0; round < DEEPEST; round += 1) {
      inside.forEach((link) => level.set(link.to, Math.min(DEEPEST, Math.max(level.get(link.to), level.get(link.from) + 1))));
    }
    const found = [];
    nodes.forEach((node) => {
      const at = level.get(node.key);
      (found[at] = found[at] || []).push(node);
    });
    return found.filter(Boolean);
  }

  /** One storey in as many rows as it needs, filled by columns so that neighbours keep their place; answers its height. */
  function spread(nodes, top, columns, label, width, places) {
    const rows = Math.ceil(nodes.length / columns);
    const across = Math.ceil(nodes.length / rows);
    const left = label + (width - label - PAD - across * (NODE.width + GAP.x) + GAP.x) / 2;
    nodes.forEach((node, at) => {
      places.set(node.key, { x: Math.round(left + Math.floor(at / rows) * (NODE.width + GAP.x)), y: top + (at % rows) * (NODE.height + GAP.y) });
    });
    return rows * (NODE.height + GAP.y);
  }

  govops.layered = function (bands, links, width) {
    const slim = width < SLIM;
    const label = slim ? PAD : LABEL;
    const columns = Math.max(2, Math.floor((width - label - PAD + GAP.x) / (NODE.width + GAP.x)));
    const places = new Map();
    const found = [];
    let y = 0;
    ordered(bands, links).forEach((nodes, index) => {
      let inner = y + (slim ? HEAD + PAD : PAD);
      storeys(nodes, links).forEach((storey) => (inner += spread(storey, inner, columns, label, width, places) + STOREY));
      const height = inner - STOREY - GAP.y + PAD - y;
      found.push({ code: bands[index].code, title: bands[index].title, y: y, height: height });
      y += height + 10;
    });
    return { places: places, bands: found, width: width, height: Math.max(0, y - 10), node: NODE, slim: slim };
  };
})();

/* Beside the topology: what is chosen in words, with its relations; and the field that finds items.
   govops.topologyDetails(place, model, choose) → {show(node, built)}; govops.topologySearch(input, model, found(items, next)). */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});

  function tag(name, css, text, parent) {
    const one = document.createElement(name);
    if (css) one.className = css;
    if (text) one.textContent = text;
    if (parent) parent.appendChild(one);
    return one;
  }

  function facts(item, data, parent) {
    const list = tag("dl", "topology-facts", "", parent);
    const rows = [["类型", item.type.name], ["状态", data.states[item.state]], ["所在网络", item.zone], ["地址", item.address], ["位置", data.places[item.location]]];
    rows.filter((row) => row[1]).forEach((row) => {
      tag("dt", "", row[0], list);
      tag("dd", "", row[1], list);
    });
  }

  /** The relations of an item as sentences, each leading to the other end. */
  function relations(item, model, choose, parent) {
    const byId = new Map(model.items.map((one) => [one.id, one]));
    const rows = [];
    model.data.links.rows.forEach((row) => {
      const kind = model.data.links.kinds[row[2]];
      if (row[0] === item.id) rows.push([kind[0], byId.get(row[1]), row[3]]);
      else if (row[1] === item.id) rows.push([kind[1], byId.get(row[0]), row[3]]);
    });
    const list = tag("ul", "topology-relations", "", parent);
    rows.forEach((row) => {
      const line = tag("li", "", "", list);
      tag("small", "", row[0], line);
      const button = tag("button", "link", row[1].name, line);
      button.type = "button";
      button.addEventListener("click", () => choose("item:" + row[1].id));
      if (row[2]) tag("small", "", "冗余组 " + row[2], line);
    });
    if (!rows.length) tag("li", "faint", "图中没有与它相连的配置项。", list);
  }

  function links(item, parent) {
    const foot = tag("p", "topology-links", "", parent);
    [["查看配置项", "/r/configuration_item/" + item.id + "/"], ["以它为中心", window.location.pathname + "?start=" + item.id], ["影响与原因", "/m/configuration/impact/?item=" + item.id]].forEach((one) => {
      tag("a", "link", one[0], foot).href = one[1];
    });
  }

  govops.topologyDetails = function (place, model, choose) {
    const rest = Array.from(place.childNodes);
    return {
      show: function (node) {
        place.textContent = "";
        if (!node || node.isGroup) return rest.forEach((one) => place.appendChild(one));
        const item = node.items[0];
        tag("h3", "", item.name, place);
        tag("p", "number", item.number, place);
        facts(item, model.data, place);
        relations(item, model, choose, place);
        return links(item, place);
      },
    };
  };

  govops.topologySearch = function (input, model, found) {
    const words = input.parentNode.querySelector("[data-found]");
    let hits = [], at = -1, wait = null;
    function look() {
      hits = model.find(input.value);
      at = -1;
      words.textContent = input.value.trim() ? (hits.length ? "找到 " + hits.length + " 项" : "没有找到") : "";
      found(hits, null);
    }
    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      window.clearTimeout(wait);
      wait = window.setTimeout(look, 250);
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        input.value = "";
        look();
      } else if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        if (!hits.length) look();
        if (hits.length) {
          at = (at + 1) % hits.length;
          found(hits, hits[at]);
        }
      }
    });
  };
})();

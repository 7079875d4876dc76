/* What the topology shows of its data: items gathered into groups, groups opened, bands shut, relations summed up.
   govops.topologyModel(data): {items, isSum, build(view), find(text), keyOf(item id, view)};
   view: {by: "type"|"place"|"item", open: Set of group keys, shut: Set of band codes}. */
(function () {
  "use strict";
  const govops = (window.govops = window.govops || {});
  const FORWARD = 1; // the failure travels from source to target: the target depends

  function itemsOf(data) {
    return (data.items || []).map((row) => ({
      id: row[0], name: row[1], number: row[2], type: data.types[row[3]], typeId: row[3], zone: data.zones[row[4]] || "", address: row[5] || "",
      state: row[6], location: row[7], room: row[8], band: data.types[row[3]].class,
      tickets: data.badges.tickets[row[0]] || 0, alerts: data.badges.alerts[row[0]] || 0, changing: data.badges.changing.indexOf(row[0]) >= 0,
    }));
  }

  /* One item stands for each type when there are too many to send: it carries their number. */
  function sumsOf(data) {
    return Object.keys(data.sums.types).map((id) => ({
      id: Number(id), name: data.types[id].name, number: "", type: data.types[id], typeId: id, zone: "", address: "", state: "in_use", location: null, room: null,
      band: data.types[id].class, tickets: 0, alerts: 0, changing: false, count: data.sums.types[id],
    }));
  }

  function groupOf(item, view, data) {
    if (view.shut.has(item.band)) return { key: "band:" + item.band, title: data.classNames[item.band], icon: item.type.icon };
    if (view.by === "type") return { key: "type:" + item.typeId, title: item.type.name, icon: item.type.icon };
    if (view.by === "place") {
      const place = item.room ? data.places[item.room] : "未登记位置";
      return { key: "place:" + (item.room || 0) + ":" + item.band, title: place, icon: "building" };
    }
    return null;
  }

  function spokenOf(node) {
    const parts = [node.title, node.sub];
    if (node.tickets) parts.push(node.tickets + " 张未了结的单据");
    if (node.alerts) parts.push(node.alerts + " 条告警");
    if (node.changing) parts.push("正在变更窗口内");
    if (node.isGroup) parts.push("展开");
    return parts.join("，");
  }

  function nodeOf(key, members, group, data) {
    const first = members[0];
    const sum = (name) => members.reduce((total, item) => total + item[name], 0);
    const count = members.reduce((total, item) => total + (item.count || 1), 0);
    const isItem = !group;
    const node = {
      key: key, items: members, isGroup: !isItem || Boolean(first.count), title: isItem ? first.name : group.title, icon: isItem ? first.type.icon : group.icon,
      sub: isItem && !first.count ? first.address || (first.type.name === first.name ? first.number : first.type.name) : count + " 项",
      tickets: sum("tickets"), alerts: sum("alerts"), changing: members.some((item) => item.changing), count: count,
      isStart: isItem && first.id === data.start, isIdle: isItem && ["planned", "stock", "idle", "repair"].indexOf(first.state) >= 0,
    };
    if (node.isIdle) node.sub = data.states[first.state] + " · " + node.sub;
    node.spoken = spokenOf(node);
    return node;
  }

  function linksOf(data, keys, names) {
    const found = new Map();
    const rows = data.sums ? data.sums.links.map((row) => [row[0], row[1], null, "", row[2]]) : data.links.rows;
    rows.forEach((row) => {
      const source = keys.get(row[0]), target = keys.get(row[1]);
      if (!source || !target || source === target) return;
      const isTurned = row[2] !== null && data.links.kinds[row[2]][2] === FORWARD;
      const key = source + " " + target;
      const one = found.get(key) || {
        from: isTurned ? target : source, to: isTurned ? source : target, said: [source, target], count: 0, kinds: new Map(), isRedundant: true,
      };
      const kind = row[2] === null ? "关联" : data.links.kinds[row[2]][0];
      one.count += row[4] || 1;
      one.kinds.set(kind, (one.kinds.get(kind) || 0) + (row[4] || 1));
      one.isRedundant = one.isRedundant && Boolean(row[3]);
      found.set(key, one);
    });
    found.forEach((one) => {
      const kinds = Array.from(one.kinds).map((pair) => (pair[1] > 1 ? pair[0] + " ×" + pair[1] : pair[0]));
      one.title = names.get(one.said[0]) + "　" + kinds.join("、") + "　" + names.get(one.said[1]) + (one.isRedundant ? "（冗余）" : "");
    });
    return Array.from(found.values());
  }

  govops.topologyModel = function (data) {
    data.classNames = {};
    data.classes.forEach((one) => (data.classNames[one.code] = one.name));
    const items = data.sums ? sumsOf(data) : itemsOf(data);

    /** Whether the group is drawn as its items: opened, or the only one of its kind. */
    const isOpen = (group, members, view) => group.key.indexOf("band:") < 0 && (members.length === 1 || view.open.has(group.key));

    function build(view) {
      const groups = new Map();
      items.forEach((item) => {
        const group = groupOf(item, view, data);
        const key = group ? group.key : "item:" + item.id;
        if (!groups.has(key)) groups.set(key, { group: group, members: [] });
        groups.get(key).members.push(item);
      });
      const nodes = [], keys = new Map();
      groups.forEach((one, key) => {
        const single = !one.group || isOpen(one.group, one.members, view);
        (single ? one.members.map((item) => ["item:" + item.id, [item], null]) : [[key, one.members, one.group]]).forEach((parts) => {
          nodes.push(nodeOf(parts[0], parts[1], parts[2], data));
          parts[1].forEach((item) => keys.set(item.id, parts[0]));
        });
      });
      const names = new Map(nodes.map((node) => [node.key, node.title]));
      const bands = data.classes
        .map((one) => ({ code: one.code, title: one.name, nodes: nodes.filter((node) => node.items[0].band === one.code) }))
        .filter((one) => one.nodes.length);
      return { bands: bands, nodes: new Map(nodes.map((node) => [node.key, node])), links: linksOf(data, keys, names) };
    }

    /** The items whose name, number or address holds the text. */
    function find(text) {
      const wanted = text.trim().toLowerCase();
      return wanted ? items.filter((item) => [item.name, item.number, item.address].some((part) => part.toLowerCase().indexOf(wanted) >= 0)) : [];
    }

    /** The group an item lies in, under this view; empty when it is drawn by itself. */
    function groupKey(item, view) {
      const group = groupOf(item, view, data);
      return group ? group.key : "";
    }

    return { items: items, isSum: Boolean(data.sums), build: build, find: find, groupKey: groupKey, data: data };
  };
})();

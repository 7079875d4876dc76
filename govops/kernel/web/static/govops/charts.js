/* Charts from data, one theme. <div data-chart="ID" data-echarts="…/echarts.min.js"> reads <script type="application/json" id="ID">:
   {kind: line|bar|stack|pie|heatmap|gauge|spark, categories, series: [{name, values, kind, axis: "right", tone, area, dashed}],
    unit, unit_right, min, max, min_right, max_right, marks: [{name, value}], links: [url per category], horizontal, rows (heatmap)}.
   The library is fetched only by pages that have a chart. Tooltips are drawn on the canvas: no inline styles. */
(function () {
  "use strict";
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
  const LIGHT = {
    palette: ["#1d4f91", "#9dbce3", "#57a773", "#d9a441", "#d05c4e", "#7b8aa0", "#5a9aa8", "#a28bc2"],
    bar: "#9dbce3", ink: "#1f2937", muted: "#667085", line: "#eef1f5", panel: "#ffffff", border: "#d0d5dd",
    green: "#57a773", amber: "#d9a441", red: "#d05c4e", accent: "#1d4f91", low: "#eef3fa", high: "#1d4f91",
  };
  const DARK = {
    palette: ["#6ea8ff", "#5fc7a5", "#e0a94a", "#e8786b", "#9fb3d1", "#b79be0", "#63b7c9", "#c3cf75"],
    bar: "#3f6fae", ink: "#dbe7f7", muted: "#9fb6d6", line: "#1b3352", panel: "#10233c", border: "#24436b",
    green: "#63c08f", amber: "#e0a94a", red: "#e8786b", accent: "#6ea8ff", low: "#14304f", high: "#6ea8ff",
  };
  const charts = new Map();
  let library = null;

  function load(address) {
    if (window.echarts) return Promise.resolve(window.echarts);
    library = library || new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(window.echarts);
      script.onerror = () => failed(new Error("echarts"));
      document.head.appendChild(script);
    });
    return library;
  }

  function isEmpty(spec) {
    const series = spec.series || [];
    return !series.some((one) => (one.values || []).some((value) => value !== null && value !== undefined && (spec.kind === "pie" ? value !== 0 : true)));
  }

  const number = (value) => (value === null || value === undefined ? "—" : Number(value).toLocaleString("zh-CN"));

  function axis(theme, extra) {
    return Object.assign({
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 12, fontFamily: FONT, hideOverlap: true },
      splitLine: { lineStyle: { color: theme.line } },
    }, extra);
  }

  function tooltip(theme, trigger, formatter) {
    return {
      trigger: trigger, renderMode: "richText", confine: true, formatter: formatter, padding: [8, 12],
      backgroundColor: theme.panel, borderColor: theme.border, borderWidth: 1, shadowBlur: 0, shadowColor: "transparent", extraCssText: "",
      textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 12, lineHeight: 19 },
      axisPointer: { type: "line", lineStyle: { color: theme.border }, shadowStyle: { color: theme.line } },
    };
  }

  /* With two axes each name carries its unit; there is no room for it beside the axes. */
  function unitIn(spec, one) {
    if (!spec.series.some((other) => other.axis === "right")) return one.name;
    return one.name + " " + ((one.axis === "right" ? spec.unit_right : spec.unit) || "");
  }

  function seriesOf(spec, theme, large) {
    return spec.series.map((one, index) => {
      const kind = one.kind || (spec.kind === "line" || spec.kind === "spark" ? "line" : "bar");
      const mixed = spec.series.some((other) => other.kind && other.kind !== kind);
      const color = one.tone ? theme[one.tone] : kind === "bar" && (mixed || spec.series.length === 1) ? theme.bar : theme.palette[index % theme.palette.length];
      const made = {
        name: unitIn(spec, one), type: kind, data: one.values, yAxisIndex: one.axis === "right" && !spec.horizontal ? 1 : 0,
        itemStyle: { color: color }, emphasis: { disabled: true },
      };
      if (spec.kind === "stack" && kind === "bar") made.stack = "all";
      if (kind === "bar") {
        made.barMaxWidth = large ? 22 : 18;
        if (spec.kind !== "stack") made.itemStyle.borderRadius = spec.horizontal ? [0, 2, 2, 0] : [2, 2, 0, 0];
      } else {
        made.smooth = 0.25;
        made.smoothMonotone = "x";
        made.lineStyle = { color: color, width: 2, type: one.dashed ? "dashed" : "solid" };
        made.symbol = "circle";
        made.symbolSize = 6;
        made.showSymbol = one.values.filter((value) => value !== null).length <= 14 && spec.kind !== "spark";
        if (one.area || spec.kind === "spark") made.areaStyle = { color: color, opacity: 0.1 };
      }
      if (index === 0 && spec.marks) {
        made.markLine = {
          silent: true, symbol: "none", lineStyle: { color: theme.amber, type: "dashed", width: 1 },
          label: { color: theme.amber, fontFamily: FONT, fontSize: 11, position: "insideEndTop", formatter: (mark) => mark.name + " " + number(mark.value) },
          data: spec.marks.map((mark) => (spec.horizontal ? { name: mark.name, xAxis: mark.value } : { name: mark.name, yAxis: mark.value })),
        };
      }
      return made;
    });
  }

  function cartesian(spec, theme, wide) {
    const series = seriesOf(spec, theme, wide);
    const right = spec.series.some((one) => one.axis === "right");
    const spark = spec.kind === "spark";
    const category = axis(theme, { type: "category", data: spec.categories, splitLine: { show: false }, show: !spark, boundaryGap: series.some((one) => one.type === "bar"), inverse: Boolean(spec.horizontal), axisLine: { show: !spec.horizontal, lineStyle: { color: theme.border } } });
    const values = [axis(theme, { type: "value", name: right ? "" : spec.unit || "", nameTextStyle: { color: theme.muted, fontFamily: FONT, fontSize: 11, align: "right", padding: [0, 6, 0, 0] }, nameGap: 10, min: spec.min, max: spec.max, minInterval: spec.whole === false ? 0 : 1, scale: spark, show: !spark, splitNumber: 4 })];
    if (right) values.push(axis(theme, { type: "value", min: spec.min_right, max: spec.max_right, splitLine: { show: false }, splitNumber: 4 }));
    const legend = !spark && series.length > 1;
    return {
      grid: spark ? { top: 2, right: 0, bottom: 2, left: 0 } : { top: legend ? 34 : spec.unit ? 26 : 12, right: right ? 4 : spec.horizontal ? 24 : 10, bottom: 2, left: 4, containLabel: true },
      legend: legend ? { right: 0, top: 0, itemWidth: 12, itemHeight: 8, itemGap: 14, textStyle: { color: theme.muted, fontFamily: FONT, fontSize: 12 }, icon: undefined } : undefined,
      tooltip: spark ? undefined : tooltip(theme, "axis", (points) => [points[0].axisValueLabel || points[0].name].concat(points.map((point) => point.seriesName + "  " + number(Array.isArray(point.value) ? point.value[1] : point.value) + " " + (right ? "" : spec.unit || ""))).join("\n")),
      xAxis: spec.horizontal ? values : category, yAxis: spec.horizontal ? category : values, series: series,
    };
  }

  function pie(spec, theme) {
    const values = spec.series[0].values;
    const whole = values.reduce((sum, value) => sum + (value || 0), 0);
    const data = spec.categories.map((name, index) => ({ name: name, value: values[index], itemStyle: spec.tones ? { color: theme[spec.tones[index]] } : undefined }));
    return {
      tooltip: tooltip(theme, "item", (point) => point.name + "\n" + number(point.value) + " " + (spec.unit || "") + "（" + point.percent + "%）"),
      legend: { type: "scroll", orient: "vertical", right: 0, top: "middle", itemWidth: 10, itemHeight: 10, icon: "roundRect", textStyle: { color: theme.muted, fontFamily: FONT, fontSize: 12 }, formatter: (name) => name + "  " + number(values[spec.categories.indexOf(name)]) },
      title: { text: number(whole), subtext: spec.unit || "", left: "29%", top: "center", textAlign: "center", itemGap: 0, textStyle: { color: theme.ink, fontSize: 22, fontFamily: FONT }, subtextStyle: { color: theme.muted, fontSize: 12, fontFamily: FONT } },
      series: [{ type: "pie", radius: ["56%", "80%"], center: ["30%", "50%"], label: { show: false }, itemStyle: { borderColor: theme.panel, borderWidth: 2 }, emphasis: { scale: false }, data: data }],
    };
  }

  function heatmap(spec, theme) {
    const data = [];
    spec.series.forEach((row, y) => row.values.forEach((value, x) => data.push([x, y, value])));
    const top = Math.max.apply(null, data.map((cell) => cell[2] || 0).concat([spec.max || 1]));
    return {
      grid: { top: 8, right: 10, bottom: 34, left: 4, containLabel: true },
      tooltip: tooltip(theme, "item", (point) => spec.series[point.value[1]].name + "  " + spec.categories[point.value[0]] + "\n" + number(point.value[2]) + " " + (spec.unit || "")),
      xAxis: axis(theme, { type: "category", data: spec.categories, splitLine: { show: false } }),
      yAxis: axis(theme, { type: "category", data: spec.series.map((row) => row.name), inverse: true, splitLine: { show: false } }),
      visualMap: { min: 0, max: top, calculable: false, orient: "horizontal", right: 0, bottom: 0, itemWidth: 10, itemHeight: 80, text: ["多", "少"], textStyle: { color: theme.muted, fontFamily: FONT, fontSize: 11 }, inRange: { color: [theme.low, theme.high] } },
      series: [{ type: "heatmap", data: data, itemStyle: { borderColor: theme.panel, borderWidth: 2, borderRadius: 3 }, emphasis: { disabled: true } }],
    };
  }

  function gauge(spec, theme) {
    const value = spec.series[0].values[0];
    const tone = spec.tone ? theme[spec.tone] : theme.accent;
    return {
      series: [{
        type: "gauge", startAngle: 210, endAngle: -30, min: spec.min || 0, max: spec.max || 100, radius: "100%", center: ["50%", "58%"],
        progress: { show: true, width: 10, itemStyle: { color: tone } }, axisLine: { lineStyle: { width: 10, color: [[1, theme.line]] } },
        pointer: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false }, anchor: { show: false },
        title: { offsetCenter: [0, "34%"], color: theme.muted, fontFamily: FONT, fontSize: 12 },
        detail: { offsetCenter: [0, 0], color: theme.ink, fontFamily: FONT, fontSize: 26, fontWeight: 700, formatter: (shown) => number(shown) + (spec.unit || "") },
        data: [{ value: value, name: spec.series[0].name || "" }],
      }],
    };
  }

  function draw(place, echarts) {
    const source = document.getElementById(place.dataset.chart);
    if (!source) return;
    const spec = JSON.parse(source.textContent);
    if (isEmpty(spec)) {
      const words = document.createElement("p");
      words.className = "chart-empty";
      words.textContent = place.dataset.empty || "本期没有数据";
      place.textContent = "";
      place.appendChild(words);
      return;
    }
    const theme = document.body.classList.contains("wall") ? DARK : LIGHT;
    const make = { pie: pie, heatmap: heatmap, gauge: gauge }[spec.kind] || cartesian;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || place.closest("[data-renew]");
    const option = Object.assign({ color: theme.palette, textStyle: { fontFamily: FONT }, animation: !still, animationDuration: 300, aria: { enabled: false } }, make(spec, theme, place.clientWidth > 500));
    const chart = echarts.getInstanceByDom(place) || echarts.init(place);
    chart.setOption(option, true);
    charts.set(place, chart);
    if (spec.links) chart.on("click", (point) => spec.links[point.dataIndex] && (window.location.href = spec.links[point.dataIndex]));
  }

  function start(root) {
    const places = govops.all(root, "[data-chart]");
    if (!places.length) return;
    load(places[0].dataset.echarts)
      .then((echarts) => places.forEach((place) => draw(place, echarts)))
      .catch(() => places.forEach((place) => (place.textContent = "图表没有载入，请刷新页面。")));
  }

  let wait = null;
  window.addEventListener("resize", () => {
    window.clearTimeout(wait);
    wait = window.setTimeout(() => {
      charts.forEach((chart, place) => {
        if (!document.contains(place)) {
          chart.dispose();
          charts.delete(place);
        } else if (place.clientWidth) chart.resize();
      });
    }, 120);
  });
  window.govops.ready(start);
})();

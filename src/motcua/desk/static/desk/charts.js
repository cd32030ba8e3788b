// Charts drawn by ECharts over the drawings of the server: each is one stop for the keyboard, arrows go from part to
// part, Enter opens. What one shows is read from the drawing and its table, nothing else.
(function () {
  "use strict";

  const places = [...document.querySelectorAll("[data-chart]")];
  const asks = (query) => window.matchMedia(query).matches;
  // A telephone, a person who saves data or one with colours of their own keeps the drawings of the server.
  const saves = navigator.connection && navigator.connection.saveData;
  if (!places.length || saves || !asks("(min-width: 761px)") || asks("(forced-colors: active)")) return;

  let library = null;
  const near = new IntersectionObserver(function (seen) {
    seen.filter((each) => each.isIntersecting).forEach(function ({ target }) {
      near.unobserve(target);
      library = library || loaded(target.dataset.chart);
      library.then(() => draw(target));
    });
  }, { rootMargin: "200px" });
  places.forEach((each) => near.observe(each));

  function loaded(address) {
    return new Promise(function (resolve) {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      document.head.append(script);
    });
  }

  // A part of the drawing with its row in the table; `down` and `opens` are none where there is nothing of it.
  function partsOf(place) {
    const rows = place.closest("section").querySelector("[data-chart-table]").tBodies[0].rows;
    return [...place.querySelectorAll("svg > :is(a, g)")].map(function (mark, number) {
      const value = function (name) {
        const cell = rows[number].querySelector(`[data-${name}]`);
        return cell && cell.dataset[name] !== "" ? Number(cell.dataset[name]) : null;
      };
      const filled = mark.querySelector(".good, .done, .bad");
      return {
        short: rows[number].dataset.short,
        up: value("up"),
        down: value("down"),
        fill: { good: "ontime", bad: "late" }[filled && filled.getAttribute("class")] || "run",
        says: mark.getAttribute("aria-label"),
        opens: mark.getAttribute("href"),
      };
    });
  }

  function draw(place) {
    const parts = partsOf(place);
    const hangs = parts.some((each) => each.down !== null);
    const most = Number(place.dataset.most) || null;
    const frame = document.createElement("div");
    const canvas = document.createElement("div");
    const told = document.createElement("p");
    const link = document.createElement("a");
    frame.className = hangs ? "ec" : "ec one";
    frame.tabIndex = 0;
    const about = { role: "slider", "aria-label": place.dataset.how, "aria-valuemin": 0, "aria-valuemax": parts.length - 1 };
    Object.entries(about).forEach(([name, value]) => frame.setAttribute(name, value));
    canvas.setAttribute("aria-hidden", "true");
    told.className = "ec-t";
    told.append(link);
    frame.append(canvas);
    place.append(frame, told);
    place.classList.add("drawn");

    const chart = window.echarts.init(canvas);
    const series = hangs ? [0, 1] : [0];
    const paint = () => chart.setOption(options(parts, hangs, most), true);
    const open = (number) => parts[number].opens && window.location.assign(parts[number].opens);
    let chosen = Math.max(parts.findLastIndex((each) => each.up), 0);

    function choose(number) {
      chart.dispatchAction({ type: "downplay", seriesIndex: series });
      chosen = Math.min(Math.max(number, 0), parts.length - 1);
      chart.dispatchAction({ type: "highlight", seriesIndex: series, dataIndex: chosen });
      frame.setAttribute("aria-valuenow", chosen);
      frame.setAttribute("aria-valuetext", parts[chosen].says);
      link.textContent = parts[chosen].says;
      if (parts[chosen].opens) link.href = parts[chosen].opens;
      else link.removeAttribute("href");
    }

    // The part under a point, whether or not its column is high enough to be hit.
    const under = (event) => Math.round(chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
    const inside = (number) => number >= 0 && number < parts.length;
    chart.getZr().on("mousemove", function (event) {
      const number = under(event);
      chart.getZr().setCursorStyle(inside(number) && parts[number].opens ? "pointer" : "default");
      if (inside(number) && number !== chosen) choose(number);
    });
    chart.getZr().on("click", function (event) {
      if (inside(under(event))) open(under(event));
    });
    frame.addEventListener("keydown", function (event) {
      const to = { ArrowLeft: chosen - 1, ArrowDown: chosen - 1, ArrowRight: chosen + 1, ArrowUp: chosen + 1, Home: 0, End: parts.length - 1 };
      if (event.key === "Enter") open(chosen);
      else if (event.key in to) choose(to[event.key]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { paint(); choose(chosen); });
    new ResizeObserver(() => chart.resize()).observe(canvas);
    paint();
    choose(chosen);
  }

  // Colours and the typeface are those of the sheet, light or dark.
  function options(parts, hangs, most) {
    const sheet = window.getComputedStyle(document.documentElement);
    const colour = (name) => sheet.getPropertyValue(`--mc-${name}`).trim();
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const words = { color: colour("muted"), fontFamily: sheet.getPropertyValue("--mc-font"), fontSize: 12 };
    const line = { lineStyle: { color: colour("field") } };
    const across = (grid, shown) => ({
      gridIndex: grid, type: "category", data: parts.map((each) => each.short), position: "bottom",
      axisTick: { show: false }, axisLine: { ...line, show: !hangs || !shown, onZero: false }, axisLabel: { ...words, show: shown, interval: parts.length > 9 ? "auto" : 0 },
    });
    const up = (grid, more) => ({
      gridIndex: grid, type: "value", minInterval: 1,
      // 0 is told once, by the upper scale.
      axisLabel: { ...words, formatter: (value) => number.format(value), showMinLabel: grid === 0 },
      splitLine: { lineStyle: { color: colour("line-2") } }, ...more,
    });
    const columns = (grid, name, fill) => ({
      type: "bar", xAxisIndex: grid, yAxisIndex: grid, barMaxWidth: 44, barCategoryGap: "30%",
      data: parts.map((each) => ({ value: each[name], itemStyle: { color: colour(fill || each.fill) } })),
      emphasis: { itemStyle: { color: "inherit", borderColor: colour("ink"), borderWidth: 2 } },
    });
    const below = hangs ? [{ left: 56, right: 8, top: 142, height: 56 }] : [];
    return {
      animation: false,
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      grid: [{ left: 56, right: 8, top: 12, height: hangs ? 128 : 138 }, ...below],
      xAxis: hangs ? [across(0, false), across(1, true)] : [across(0, true)],
      yAxis: [up(0, { splitNumber: 3, ...(most ? { max: most, interval: most / 4 } : {}) }), ...below.map(() => up(1, { splitNumber: 2, inverse: true }))],
      series: [columns(0, "up"), ...below.map(() => columns(1, "down", "late"))],
    };
  }
})();

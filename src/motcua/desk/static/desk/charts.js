// The course of a period drawn by ECharts over the drawing of the server: one stop for the keyboard, arrows go
// from part to part, Enter opens. What it shows is read from the drawing and its table, nothing else.
(function () {
  "use strict";

  const place = document.querySelector("[data-course]");
  const table = document.querySelector("[data-course-table]");
  const asks = (query) => window.matchMedia(query).matches;
  // A telephone, a person who saves data or one with colours of their own keeps the drawing of the server.
  const saves = navigator.connection && navigator.connection.saveData;
  if (!place || !table || saves || !asks("(min-width: 761px)") || asks("(forced-colors: active)")) return;

  const near = new IntersectionObserver(function (seen) {
    if (!seen.some((each) => each.isIntersecting)) return;
    near.disconnect();
    const script = document.createElement("script");
    script.src = place.dataset.course;
    script.addEventListener("load", draw);
    document.head.append(script);
  }, { rootMargin: "200px" });
  near.observe(place);

  function draw() {
    const still = place.querySelector("svg");
    const parts = [...still.querySelectorAll("a")].map(function (link, number) {
      const row = table.tBodies[0].rows[number];
      return {
        short: row.dataset.short,
        resolved: Number(row.querySelector("[data-resolved]").dataset.resolved),
        late: Number(row.querySelector("[data-late]").dataset.late),
        says: link.getAttribute("aria-label"),
        opens: link.getAttribute("href"),
      };
    });
    const frame = document.createElement("div");
    const canvas = document.createElement("div");
    const told = document.createElement("p");
    const link = document.createElement("a");
    frame.className = "ec";
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
    const paint = () => chart.setOption(options(parts), true);
    let chosen = parts.length - 1;

    function choose(number) {
      chart.dispatchAction({ type: "downplay", seriesIndex: [0, 1] });
      chosen = Math.min(Math.max(number, 0), parts.length - 1);
      chart.dispatchAction({ type: "highlight", seriesIndex: [0, 1], dataIndex: chosen });
      frame.setAttribute("aria-valuenow", chosen);
      frame.setAttribute("aria-valuetext", parts[chosen].says);
      link.textContent = parts[chosen].says;
      link.href = parts[chosen].opens;
    }

    // The part under a point, whether or not its column is high enough to be hit.
    const under = (event) => Math.round(chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
    const inside = (number) => number >= 0 && number < parts.length;
    chart.getZr().on("mousemove", function (event) {
      const number = under(event);
      chart.getZr().setCursorStyle(inside(number) ? "pointer" : "default");
      if (inside(number) && number !== chosen) choose(number);
    });
    chart.getZr().on("click", function (event) {
      if (inside(under(event))) window.location.assign(parts[under(event)].opens);
    });
    frame.addEventListener("keydown", function (event) {
      const to = { ArrowLeft: chosen - 1, ArrowDown: chosen - 1, ArrowRight: chosen + 1, ArrowUp: chosen + 1, Home: 0, End: parts.length - 1 };
      if (event.key === "Enter") window.location.assign(parts[chosen].opens);
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
  function options(parts) {
    const sheet = window.getComputedStyle(document.documentElement);
    const colour = (name) => sheet.getPropertyValue(`--mc-${name}`).trim();
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const words = { color: colour("muted"), fontFamily: sheet.getPropertyValue("--mc-font"), fontSize: 12 };
    const line = { lineStyle: { color: colour("field") } };
    const across = (grid, shown) => ({
      gridIndex: grid, type: "category", data: parts.map((each) => each.short), position: "bottom",
      axisTick: { show: false }, axisLine: { ...line, show: !shown, onZero: false }, axisLabel: { ...words, show: shown },
    });
    const up = (grid, more) => ({
      gridIndex: grid, type: "value", minInterval: 1, axisLabel: { ...words, formatter: (value) => number.format(value) },
      splitLine: { lineStyle: { color: colour("line-2") } }, ...more,
    });
    const columns = (grid, name, fill) => ({
      type: "bar", xAxisIndex: grid, yAxisIndex: grid, barMaxWidth: 44, barCategoryGap: "30%",
      data: parts.map((each) => each[name]), itemStyle: { color: colour(fill) },
      emphasis: { itemStyle: { color: colour(fill), borderColor: colour("ink"), borderWidth: 2 } },
    });
    return {
      animation: false,
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      grid: [{ left: 56, right: 8, top: 12, height: 128 }, { left: 56, right: 8, top: 142, height: 56 }],
      xAxis: [across(0, false), across(1, true)],
      yAxis: [up(0, { splitNumber: 3 }), up(1, { splitNumber: 2, inverse: true })],
      series: [columns(0, "resolved", "run"), columns(1, "late", "late")],
    };
  }
})();

// Draws internal processes: a viewer in each [data-drawing], with marks in words where the page says so. Without
// this script the table of steps says the same.
(function () {
  "use strict";

  const LEAST = 0.6; // below it the words in a step cannot be read; then the drawing is moved by hand
  const MOST_HEIGHT = 560;

  async function draw(box) {
    if (box.dataset.drawn || typeof BpmnJS === "undefined") return;
    box.dataset.drawn = "yes";
    const canvas = box.querySelector("[data-canvas]");
    try {
      const xml = box.dataset.xml || (await text(box.dataset.url));
      canvas.hidden = false;
      const viewer = new BpmnJS({ container: canvas });
      await viewer.importXML(xml);
      fit(viewer, canvas);
      mark(viewer, JSON.parse(box.dataset.marks || "[]"));
      tools(box, viewer, canvas);
    } catch (refused) {
      canvas.hidden = true;
      box.querySelector("[data-drawing-failed]").hidden = false;
    }
  }

  async function text(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  // The whole drawing where its words stay readable; else its beginning, and the rest is dragged into sight.
  function fit(viewer, canvas) {
    const drawn = viewer.get("canvas");
    const inner = drawn.viewbox().inner;
    const wide = canvas.clientWidth - 24;
    const scale = Math.max(LEAST, Math.min(1, wide / inner.width));
    canvas.style.height = Math.min(MOST_HEIGHT, Math.ceil(inner.height * scale) + 32) + "px";
    drawn.resized();
    if (inner.width * scale <= wide + 1 && inner.height * scale <= MOST_HEIGHT) {
      drawn.zoom("fit-viewport", "auto");
      return;
    }
    drawn.viewbox({ x: inner.x - 12 / scale, y: inner.y - 16 / scale,
      width: canvas.clientWidth / scale, height: canvas.clientHeight / scale });
  }

  function mark(viewer, marks) {
    const known = viewer.get("elementRegistry");
    marks.forEach(function (each) {
      if (!known.get(each.node)) return;
      const words = document.createElement("span");
      words.className = "draw-mark draw-" + each.tone;
      words.textContent = each.words;
      viewer.get("overlays").add(each.node, { position: { top: -13, left: 6 }, html: words });
      viewer.get("canvas").addMarker(each.node, "draw-at-" + each.tone);
    });
  }

  function tools(box, viewer, canvas) {
    const bar = box.querySelector("[data-drawing-tools]");
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      const button = event.target.closest("[data-zoom]");
      if (!button) return;
      const drawn = viewer.get("canvas");
      if (button.dataset.zoom === "fit") drawn.zoom("fit-viewport", "auto");
      else drawn.zoom(drawn.zoom() * (button.dataset.zoom === "in" ? 1.25 : 0.8), "auto");
    });
  }

  function all() {
    document.querySelectorAll("[data-drawing]").forEach(function (box) {
      const folded = box.closest("details[data-draws]");
      if (!folded || folded.open) { draw(box); return; }
      folded.addEventListener("toggle", function () { if (folded.open) draw(box); }, { once: true });
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
  document.addEventListener("htmx:afterSwap", all);
})();

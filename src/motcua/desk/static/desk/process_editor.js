// The page on which a process is redrawn: a form beside the drawing for what BPMN has no word for; what is found
// stands at its element. What is drawn stays in the page whatever the server says.
(function () {
  "use strict";

  const page = document.querySelector("[data-editor]");
  if (!page || typeof BpmnJS === "undefined" || !window.motcuaProcess) return;
  const T = window.motcuaProcess;
  const words = JSON.parse(page.dataset.words);
  const canvas = page.querySelector("[data-canvas]");
  const props = page.querySelector("[data-props]");
  const form = page.querySelector("[data-editor-form]");
  const modeler = new BpmnJS({ container: canvas, additionalModules: [T.limited(words)] });
  const of = function (name) { return modeler.get(name); };
  let chosen = null;
  let kept = true;

  fetch(page.dataset.url, { credentials: "same-origin" })
    .then(function (answer) { return answer.text(); })
    .then(function (xml) { return modeler.importXML(xml); })
    .then(function () {
      begin(0.65);
      const events = of("eventBus");
      events.on("selection.changed", function (event) { show(event.newSelection.length === 1 ? event.newSelection[0] : null); });
      events.on("elements.changed", function (event) { if (event.elements.includes(chosen)) show(chosen); });
      events.on("commandStack.changed", function () { kept = false; });
    })
    .catch(function () { tell(words.lost); });

  // The beginning of the drawing beside the palette, as large as it fits and its words stay readable.
  function begin(least) {
    const drawn = of("canvas");
    const inner = drawn.viewbox().inner;
    const fits = Math.min((canvas.clientWidth - 110) / inner.width, (canvas.clientHeight - 40) / inner.height);
    const scale = Math.max(least, Math.min(1, fits));
    drawn.viewbox({ x: inner.x - 90 / scale, y: inner.y - 20 / scale,
      width: canvas.clientWidth / scale, height: canvas.clientHeight / scale });
  }

  // ---- the form beside the drawing
  function field(name) { return props.querySelector("[data-prop=" + name + "]"); }

  function show(element) {
    chosen = element && element.type === "label" ? element.labelTarget : element;
    const kind = T.kindOf(chosen);
    const branch = kind === "flow" && T.kindOf(chosen.source) === "choice";
    props.querySelectorAll("[data-for]").forEach(function (part) {
      const fits = part.dataset.for.split(" ").includes(kind) && (kind !== "flow" || branch);
      part.hidden = !fits && !(part.dataset.for === "none" && (kind === "none" || (kind === "flow" && !branch)));
    });
    if (kind === "none") return;
    const ours = T.own(chosen) || {};
    const children = ours.$children || [];
    const named = function (what) {
      return children.filter(function (each) { return each.$type === "motcua:" + what; })
        .map(function (each) { return each.name || each.id; }).join("\n");
    };
    const values = { name: chosen.businessObject.name, quantity: (ours.quantity || "").replace(".", ","),
      unit: ours.unit || "working_day", number: ours.number, post: ours.post, agency: ours.agency,
      process: ours.process, place: ours.place || "same_level", awaits: ours.awaits, result: ours.result || "done",
      outcomes: named("outcome"), produces: named("produces") };
    Object.keys(values).forEach(function (name) {
      const box = field(name);
      if (document.activeElement !== box) box.value = values[name] || "";
    });
    field("pauses").checked = ours.pauses === "true";
    if (branch) offer(chosen, ours.outcome || chosen.businessObject.name || "");
  }

  // The outcomes of the step before the gateway, which alone decide the way.
  function offer(flow, now) {
    const before = flow.source.incoming.length === 1 ? flow.source.incoming[0].source : null;
    const ours = (before && T.own(before)) || {};
    const box = field("outcome");
    box.textContent = "";
    const add = function (value, text) { box.add(new Option(text, value, false, value === now)); };
    add("", "–");
    (ours.$children || []).forEach(function (each) {
      if (each.$type === "motcua:outcome") add(each.id, each.name || each.id);
    });
  }

  function lines(name) {
    return field(name).value.split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  }

  function outcomes(ours) {
    const known = {};
    (ours.$children || []).forEach(function (each) {
      if (each.$type === "motcua:outcome") known[each.name || each.id] = each.id;
    });
    const taken = new Set(Object.values(known));
    return lines("outcomes").map(function (name) {
      let id = known[name];
      if (!id) {
        const plain = name.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
        const wish = "o_" + (plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 50) || "x");
        id = wish;
        for (let number = 2; taken.has(id); number += 1) id = wish + "_" + number;
        taken.add(id);
      }
      return { what: "outcome", attributes: { id: id, name: name } };
    });
  }

  props.addEventListener("change", function (event) {
    const name = event.target.dataset.prop;
    if (!name || !chosen) return;
    const kind = T.kindOf(chosen);
    if (name === "name") { of("modeling").updateLabel(chosen, event.target.value.trim()); return; }
    const ours = T.own(chosen) || {};
    const attributes = {};
    Object.keys(ours).forEach(function (key) { if (typeof ours[key] === "string" && key[0] !== "$") attributes[key] = ours[key]; });
    let children = (ours.$children || []).map(function (each) {
      const plain = {};
      Object.keys(each).forEach(function (key) { if (typeof each[key] === "string" && key[0] !== "$") plain[key] = each[key]; });
      return { what: each.$type.replace("motcua:", ""), attributes: plain };
    });
    if (name === "outcomes" || name === "produces") {
      const made = { outcomes: outcomes(ours), produces: lines("produces").map(function (each) {
        return { what: "produces", attributes: { name: each } };
      }) };
      children = kind === "task" ? made.produces.concat(made.outcomes) : made.outcomes;
    } else if (name === "quantity" || name === "unit") {
      const quantity = field("quantity").value.trim().replace(",", ".");
      attributes.quantity = quantity;
      attributes.unit = quantity ? field("unit").value : "";
    } else if (name === "pauses") attributes.pauses = event.target.checked ? "true" : "";
    else attributes[name] = event.target.value.trim();
    write(kind, attributes, children);
    if (name === "outcome") {
      of("modeling").updateLabel(chosen, event.target.value ? event.target.selectedOptions[0].text : "");
    }
  });

  function write(kind, attributes, children) {
    const moddle = of("moddle");
    const made = T.made(moddle, T.KINDS[kind].own, attributes, children);
    of("modeling").updateProperties(chosen, { extensionElements: T.holding(moddle, made) });
  }

  // ---- looking and keeping
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    send(event.submitter && event.submitter.value === "save" ? "save" : "check");
  });

  async function send(step) {
    const buttons = form.querySelectorAll("button");
    buttons.forEach(function (each) { each.disabled = true; });
    try {
      if (document.activeElement && props.contains(document.activeElement)) document.activeElement.blur();
      const { xml } = await modeler.saveXML({ format: true });
      const data = new FormData(form);
      data.set("step", step);
      data.set("bpmn", new Blob([xml], { type: "application/xml" }), "drawn.bpmn");
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin",
        headers: { "HX-Request": "true" } });
      const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (!said) tell(words.lost);
      else if (said.problem) tell(said.problem);
      else if (said.to) { kept = true; window.location.assign(said.to); return; }
      else found(said.findings);
    } catch (refused) {
      tell(words.lost);
    } finally {
      buttons.forEach(function (each) { each.disabled = false; });
    }
  }

  function tell(message) {
    const box = page.querySelector("[data-editor-problem]");
    page.querySelector("[data-editor-words]").textContent = message;
    box.hidden = false;
    box.focus();
  }

  function found(findings) {
    page.querySelector("[data-editor-problem]").hidden = true;
    const list = page.querySelector("[data-editor-list]");
    const known = of("elementRegistry");
    of("overlays").remove({ type: "found" });
    list.textContent = "";
    (findings.length ? findings : [{ node: "", weight: "notice", message: words.sound }]).forEach(function (each) {
      const line = document.createElement("li");
      line.textContent = each.message;
      line.className = each.weight === "notice" ? "" : "c-near";
      if (each.weight === "blocking") line.classList.add("b5");
      list.append(line);
      if (!each.node || !known.get(each.node)) return;
      const mark = document.createElement("span");
      mark.className = "draw-mark draw-near";
      mark.textContent = "! " + (each.message.length > 44 ? each.message.slice(0, 43) + "…" : each.message);
      mark.title = each.message;
      of("overlays").add(each.node, "found", { position: { top: -16, left: 0 }, html: mark });
    });
    const box = page.querySelector("[data-editor-findings]");
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  }

  // ---- tools of the page
  page.querySelector("[data-undo]").addEventListener("click", function () { of("commandStack").undo(); });
  page.querySelector("[data-redo]").addEventListener("click", function () { of("commandStack").redo(); });
  page.querySelector("[data-fit]").addEventListener("click", function () { begin(0.1); });
  window.addEventListener("beforeunload", function (event) {
    if (kept) return;
    event.preventDefault();
  });
})();

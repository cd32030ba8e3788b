// The tools of the drawing: palette and pad with what an internal process may hold, and nothing else. What BPMN has
// no word for stands in an extension of ours, as the server writes and reads it.
window.motcuaProcess = (function () {
  "use strict";

  const OURS = "urn:motcua:process:1";
  const KINDS = {
    task: { type: "bpmn:UserTask", own: "step", icon: "bpmn-icon-user-task" },
    catch: { type: "bpmn:IntermediateCatchEvent", own: "catch", icon: "bpmn-icon-intermediate-event-catch-message" },
    call: { type: "bpmn:CallActivity", own: "call", icon: "bpmn-icon-call-activity" },
    choice: { type: "bpmn:ExclusiveGateway", own: "", icon: "bpmn-icon-gateway-xor" },
    parallel: { type: "bpmn:ParallelGateway", own: "", icon: "bpmn-icon-gateway-parallel" },
    start: { type: "bpmn:StartEvent", own: "", icon: "bpmn-icon-start-event-none" },
    end: { type: "bpmn:EndEvent", own: "end", icon: "bpmn-icon-end-event-none" },
    lane: { type: "bpmn:Lane", own: "lane", icon: "" },
    flow: { type: "bpmn:SequenceFlow", own: "flow", icon: "" },
    pool: { type: "bpmn:Participant", own: "", icon: "" }
  };
  // An event that waits for nothing known is refused by the reader.
  const FRESH = { catch: { awaits: "opinion_received" }, call: { place: "same_level" } };

  function kindOf(element) {
    if (!element) return "none";
    const type = element.type;
    return Object.keys(KINDS).find(function (kind) { return KINDS[kind].type === type; }) || "none";
  }

  // Our words about an element, null where it has none.
  function own(element) {
    const name = KINDS[kindOf(element)] && KINDS[kindOf(element)].own;
    const holder = element.businessObject.extensionElements;
    return (name && holder && (holder.values || []).find(function (each) {
      return each.$type === "motcua:" + name;
    })) || null;
  }

  function made(moddle, name, attributes, children) {
    const filled = {};
    Object.keys(attributes).forEach(function (key) { if (attributes[key]) filled[key] = attributes[key]; });
    const element = moddle.createAny("motcua:" + name, OURS, filled);
    if (children && children.length) {
      element.$children = children.map(function (each) {
        return moddle.createAny("motcua:" + each.what, OURS, each.attributes);
      });
    }
    return element;
  }

  function holding(moddle, element) {
    const holder = moddle.create("bpmn:ExtensionElements", { values: [element] });
    element.$parent = holder;
    return holder;
  }

  function shapeOf(kind, factory, bpmnFactory, moddle) {
    const attributes = {};
    if (KINDS[kind].own) {
      attributes.extensionElements = holding(moddle, made(moddle, KINDS[kind].own, FRESH[kind] || {}));
    }
    const wish = { type: KINDS[kind].type, businessObject: bpmnFactory.create(KINDS[kind].type, attributes) };
    if (kind === "catch") wish.eventDefinitionType = "bpmn:MessageEventDefinition";
    return factory.createShape(wish);
  }

  function limited(words) {
    function Palette(palette, create, elementFactory, bpmnFactory, moddle, handTool, lassoTool, globalConnect) {
      this.getPaletteEntries = function () {
        const entries = {
          hand: tool("bpmn-icon-hand-tool", words.hand, function (event) { handTool.activateHand(event); }),
          lasso: tool("bpmn-icon-lasso-tool", words.lasso, function (event) { lassoTool.activateSelection(event); }),
          connect: tool("bpmn-icon-connection-multi", words.connect, function (event) { globalConnect.start(event); }),
          line: { group: "tools", separator: true }
        };
        ["start", "task", "choice", "parallel", "catch", "call", "end"].forEach(function (kind) {
          const begin = function (event) {
            create.start(event, shapeOf(kind, elementFactory, bpmnFactory, moddle));
          };
          entries[kind] = { group: "create", className: KINDS[kind].icon, title: words[kind],
            action: { dragstart: begin, click: begin } };
        });
        return entries;
      };
      palette.registerProvider(this);
    }
    Palette.$inject = ["palette", "create", "elementFactory", "bpmnFactory", "moddle", "handTool", "lassoTool",
      "globalConnect"];

    function tool(icon, title, click) {
      return { group: "tools", className: icon, title: title, action: { click: click } };
    }

    function Pad(contextPad, modeling, create, connect, autoPlace, elementFactory, bpmnFactory, moddle) {
      this.getContextPadEntries = function (element) {
        const kind = kindOf(element);
        const entries = {};
        if (["start", "task", "choice", "parallel", "catch", "call"].includes(kind)) {
          ["task", "choice", "parallel", "catch", "call", "end"].forEach(function (next) {
            entries["append-" + next] = { group: "model", className: KINDS[next].icon, title: words[next], action: {
              click: function () {
                autoPlace.append(element, shapeOf(next, elementFactory, bpmnFactory, moddle));
              },
              dragstart: function (event) {
                create.start(event, shapeOf(next, elementFactory, bpmnFactory, moddle), { source: element });
              }
            } };
          });
          const join = function (event) { connect.start(event, element); };
          entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: words.connect,
            action: { click: join, dragstart: join } };
        }
        if (kind === "lane" || kind === "pool") {
          [["above", "top"], ["below", "bottom"]].forEach(function (side) {
            entries["lane-" + side[0]] = { group: "lane", className: "bpmn-icon-lane-insert-" + side[0],
              title: words["lane_" + side[0]], action: { click: function () {
                const lane = modeling.addLane(element, side[1]);
                modeling.updateLabel(lane, words.new_lane);
              } } };
          });
        }
        if (kind !== "pool" && kind !== "none") {
          entries.remove = { group: "edit", className: "bpmn-icon-trash", title: words.remove, action: {
            click: function () { modeling.removeElements([element]); }
          } };
        }
        return entries;
      };
      contextPad.registerProvider(this);
    }
    Pad.$inject = ["contextPad", "modeling", "create", "connect", "autoPlace", "elementFactory", "bpmnFactory",
      "moddle"];

    // Nothing may be turned into what the subset lacks: the menu of kinds is empty.
    return { paletteProvider: ["type", Palette], contextPadProvider: ["type", Pad],
      replaceMenuProvider: ["value", {}] };
  }

  return { KINDS: KINDS, kindOf: kindOf, own: own, made: made, holding: holding, limited: limited };
})();

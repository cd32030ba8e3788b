// The counter: Enter never receives by accident, a ticked paper becomes the current row, hidden parts open.
(function () {
  "use strict";

  const NO_TEXT = ["checkbox", "radio", "hidden"];

  function form() { return document.getElementById("counter"); }

  // A barcode or card reader ends with Enter: in a field it means "done with this one", never "receive".
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.closest("[data-counter]")) return;
    if (["checkbox", "radio", "submit", "file"].includes(field.type)) return;
    event.preventDefault();
    if (field.id === "q") {
      choose(event.key);
      return;
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const all = Array.from(form().querySelectorAll("input:not([type=hidden]), select, textarea"))
      .filter((one) => window.motcuaKeys.seen(one) && !one.closest("dialog") && one.type !== "file");
    // What the card or an earlier dossier filled in is passed over.
    const next = all.slice(all.indexOf(field) + 1).find((one) => !(one.closest("#applicant") && one.value));
    if (next) next.focus();
  });

  // Hands are quicker than the list: a key that chooses from it waits for the answer to the words that stand in the
  // field now, and words typed after it take it back. Keys pressed meanwhile wait with it, in their order.
  let waiting = [];
  function plain(words) { return words.normalize("NFC").trim().replace(/\s+/g, " "); }
  function answered() {
    const field = document.getElementById("q");
    const told = document.querySelector("#hits [data-answers]");
    return Boolean(field && told) && plain(told.dataset.answers) === plain(field.value);
  }
  function choose(key) {
    waiting.push(key);
    if (answered()) act();
  }
  function act() {
    const hits = Array.from(document.querySelectorAll("[data-hit]"));
    let at = 0;
    waiting.splice(0).forEach(function (key, place) {
      if (key === "ArrowDown" && place > 0) at = Math.min(at + 1, hits.length - 1);
      const hit = hits[at];
      if (!hit) return;
      if (key === "Enter") hit.click(); else hit.focus();
    });
  }
  document.addEventListener("input", function (event) {
    if (event.target.id === "q") waiting = [];
  });
  document.body.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id === "hits" && waiting.length && answered()) act();
  });

  // Arrow down walks from the search field into the list of procedures.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const hits = Array.from(document.querySelectorAll("[data-hit]"));
    const at = hits.indexOf(document.activeElement);
    if (event.target.id !== "q" && at < 0) return;
    event.preventDefault();
    if (event.target.id === "q" && event.key === "ArrowDown") {
      choose(event.key);
      return;
    }
    const next = event.key === "ArrowDown" ? hits[at + 1] : hits[at - 1] || document.getElementById("q");
    if (next) next.focus();
  });

  document.addEventListener("change", function (event) {
    const box = event.target;
    if (box.matches("[data-tick]")) {
      box.closest("tr").classList.toggle("na", !box.checked);
      box.focus();
    }
    if (box.matches("[data-shows]")) {
      const part = document.getElementById(box.dataset.shows);
      if (part) {
        part.hidden = !box.checked;
        const first = part.querySelector("input");
        if (box.checked && first) first.focus();
      }
    }
    // Choosing the kind of copy or a file says that the paper is there.
    const row = box.closest("[data-rows] [data-row]");
    const tick = row && row.querySelector("[data-tick]");
    if (tick && !tick.checked && box !== tick) {
      tick.checked = true;
      row.classList.remove("na");
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // The procedures used last: from the open list a digit chooses, so the focus leaves the search field.
  document.querySelectorAll("details[data-first]").forEach(function (drop) {
    drop.addEventListener("toggle", function () {
      const first = drop.open && drop.querySelector("button");
      if (first) first.focus();
    });
  });

  // The papers that are not ticked, one a line.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const names = Array.from(document.querySelectorAll("[data-tick]:not(:checked)"))
      .map((box) => box.closest("tr").querySelector("label").textContent.trim());
    document.getElementById(button.dataset.fill).value = names.join("\n");
  });

  // A dialog that the server wants open.
  function openAsked() {
    document.querySelectorAll("#counter dialog[open]").forEach(function (dialog) {
      dialog.removeAttribute("open");
      dialog.showModal();
    });
  }
  openAsked();

  // The answer about the identifier comes while somebody types on: what was typed since stays, letter and cursor.
  let asked = {};
  let typing = {};
  function texts(part) {
    return Array.from(part.querySelectorAll("input[name]")).filter((field) => field.id && !NO_TEXT.includes(field.type));
  }
  document.body.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.target.id !== "applicant") return;
    asked = Object.fromEntries(texts(event.detail.target).map((field) => [field.id, field.value]));
  });
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id !== "applicant") return;
    typing = {};
    texts(event.detail.target).forEach(function (field) {
      if (field.value !== (asked[field.id] || "")) typing[field.id] = [field.value, field.selectionStart];
    });
  });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "applicant") return;
    Object.entries(typing).forEach(function ([id, [value, cursor]]) {
      const field = document.getElementById(id);
      if (!field || field.value === value) return;
      field.value = value;
      const told = field.closest("details.told");
      if (told) told.open = true;
      if (document.activeElement === field) field.setSelectionRange(cursor, cursor);
    });
    if (!Object.keys(typing).length) onward();
  });

  // Who the applicant is stands there already: on to what is missing, else to the papers.
  function onward() {
    const again = document.getElementById("again");
    if (again && !again.checked) { again.focus(); return; }
    if (!document.querySelector("#applicant details.told") && !(document.getElementById("owner_name") || {}).value) return;
    const empty = document.getElementById("owner_phone");
    const next = empty && !empty.value ? empty : document.querySelector("[data-tick]");
    if (next) next.focus();
  }

  // After the screen was drawn anew: on to the next empty field.
  function next() {
    const field = document.getElementById("q") || document.getElementById("owner_identifier");
    if (field && !field.value && !document.querySelector("#counter .errs")) field.focus();
  }
  next();
  document.body.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id !== "counter") return;
    document.querySelectorAll("details[data-drop][open]").forEach(function (drop) { drop.open = false; });
    openAsked();
    next();
  });
})();

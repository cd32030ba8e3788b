// Procedures offered while somebody types into the public search (ARIA combobox with a list). Without it the form
// searches as it always did. Sentences come from data attributes.
"use strict";
(() => {
  const PAUSE = 180, FEWEST = 2;
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;
  const list = document.createElement("ul"), told = document.createElement("p"), known = new Map();
  let timer = 0, asking = null, at = -1;

  list.id = "goi-y"; list.className = "sug"; list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  told.className = "vh"; told.setAttribute("role", "status");
  input.parentElement.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);

  function close() {
    list.hidden = true; at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const rows = [...list.children];
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === next)));
    at = next;
    if (next < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", rows[next].id);
    rows[next].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    list.replaceChildren(...found.map((one, number) => {
      const row = document.createElement("li"), code = document.createElement("span");
      row.id = `goi-y-${number}`; row.dataset.address = one.address;
      row.setAttribute("role", "option"); row.setAttribute("aria-selected", "false");
      code.textContent = one.code;
      row.append(one.name, code);
      return row;
    }));
    told.textContent = found.length ? input.dataset.count.replace("{n}", found.length) : "";
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  async function ask() {
    const typed = input.value.trim().replace(/\s+/g, " ");
    asking?.abort();
    if (typed.length < FEWEST) { close(); return; }
    if (known.has(typed)) { show(known.get(typed)); return; }
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal, credentials: "omit" });
      if (!answer.ok) return;
      const { found } = await answer.json();
      known.set(typed, found);
      if (document.activeElement === input) show(found);
    } catch { /* broken off, or no network: the form searches all the same */ }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("keydown", (event) => {
    const rows = list.children.length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1 < rows ? at + 1 : -1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(at < 0 ? rows - 1 : at - 1); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.assign(list.children[at].dataset.address); }
  });
  // The list is pressed before the input loses the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) location.assign(row.dataset.address);
  });
  input.addEventListener("blur", () => { clearTimeout(timer); close(); });
})();

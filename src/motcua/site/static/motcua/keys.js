// Keys of the officer's pages. An element owns a key by data-key ("F2", "Alt G", "Ctrl Enter", "B", "Đ").
// Letters and digits act only outside text fields; a scanner types faster than people and never triggers them:
// what it sends goes to the scan field, wherever the focus was.
(function () {
  "use strict";
  const SCAN_GAP = 45; // milliseconds between the keys of a scanner; people need more
  const NO_TEXT = ["checkbox", "radio", "button", "submit", "reset", "file"];
  let typed = "";
  let timer = 0;

  function inTextField(target) {
    if (!(target instanceof HTMLElement)) return false;
    if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
    return target.tagName === "INPUT" && !NO_TEXT.includes(target.type);
  }

  function nameOf(event) {
    let name = event.key;
    if (event.altKey || event.ctrlKey || event.metaKey) {
      // Alt with a letter types a sign on some keyboards: the place of the key counts.
      if (/^Key[A-Z]$/.test(event.code)) name = event.code.slice(3);
    }
    if (name.length === 1) name = name.toUpperCase();
    if (name === "Escape") name = "Esc";
    const parts = [];
    if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
    if (event.altKey) parts.push("Alt");
    parts.push(name);
    return parts.join(" ");
  }

  function shown(element) {
    return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.getClientRects().length > 0;
  }

  function owners(name) {
    const open = Array.from(document.querySelectorAll("dialog[open]")).pop();
    const all = Array.from((open || document).querySelectorAll("[data-key]")).filter(shown);
    const exact = all.filter((element) => element.dataset.key === name);
    if (exact.length || name !== "D") return exact;
    return all.filter((element) => element.dataset.key === "Đ");
  }

  function act(name) {
    // A current row's own element wins over the page's.
    const found = owners(name);
    const element = found.find((one) => one.closest("[data-current]")) || found[0];
    if (!element) return false;
    if (inTextField(element)) {
      element.focus();
      if (element.select) element.select();
    } else if (element.dataset.keyFocus !== undefined) {
      element.focus();
    } else {
      element.click();
    }
    return true;
  }

  function toScanField(submit) {
    const field = document.getElementById("scan");
    const text = typed;
    typed = "";
    window.clearTimeout(timer);
    if (!field) return;
    field.value = text;
    field.focus();
    if (submit) field.form.requestSubmit();
  }

  function settle() {
    const text = typed;
    if (Array.from(text).length > 1) return toScanField(false);
    typed = "";
    act(text.toUpperCase());
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing) return;
    const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain) {
      if (inTextField(event.target) || event.key === " ") return;
      if (document.querySelector("dialog[open]")) {
        if (act(event.key.toUpperCase())) event.preventDefault();
        return;
      }
      event.preventDefault();
      if (!typed && (event.key === "/" || event.key === "?")) {
        act(event.key); // no code begins so: nothing to wait for
        return;
      }
      typed += event.key;
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, SCAN_GAP);
      return;
    }
    if (event.key === "Enter" && Array.from(typed).length > 2) {
      event.preventDefault();
      toScanField(true);
      return;
    }
    if (event.key.length > 1 && !/^F\d/.test(event.key) && !event.ctrlKey && !event.altKey && event.key !== "Escape") {
      // Enter, arrows: only where an element asks for them and nothing else would take them.
      if (inTextField(event.target) || event.target.closest("a, button, summary, label, dialog")) return;
    }
    if (act(nameOf(event))) event.preventDefault();
  });

  function describe(element) {
    if (element.dataset.keyWords) return element.dataset.keyWords;
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
    if (element.labels && element.labels.length) return element.labels[0].textContent.trim();
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, .n, svg").forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  function list(target) {
    target.replaceChildren();
    const seen = new Set();
    document.querySelectorAll("[data-key]").forEach(function (element) {
      const name = element.dataset.key;
      if (seen.has(name) || element.closest("dialog") || !shown(element)) return;
      seen.add(name);
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = name.replace("Enter", "↵");
      term.append(cap);
      const words = document.createElement("dd");
      words.textContent = describe(element);
      target.append(term, words);
    });
  }

  window.motcuaKeys = { list: list };
})();

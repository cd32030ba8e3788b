// Keys of the officer's pages. An element owns a key by data-key ("F2", "Alt G", "Ctrl Enter", "B", "Đ").
// Letters and digits act only outside text fields; a scanner types faster than people and never triggers them:
// what it sends goes to the scan field, wherever the focus was; a citizen's card goes to the field that asks for one
// (data-card). In a text field a scan is known by its speed and its shape: a code, the address on a receipt, a card.
(function () {
  "use strict";
  const SHORTEST = 4; // signs of a code
  const SCAN_GAP = 45; // milliseconds between the keys of a scanner; people need more
  const NO_TEXT = ["checkbox", "radio", "button", "submit", "reset", "file"];
  const MOST = 1000; // signs of a scan that are kept: a card has under 300, the rest is noise
  const CARD = /^\d{12}\|/;
  const CARD_AT_END = /\d{12}\|[^|]*\|.*$/; // nobody types so, however slow the scanner
  const SCANNED = /^(\d{12}\|.*\|.*|\S*\/tra-cuu\/\S+|[A-Z0-9]{1,5}(\.[A-Z0-9]{1,5})+-\d{6}-\d{4,5})$/i;
  const KEPT = 1000; // milliseconds: a sign that is no key of the page may begin the scan of a busy machine
  let typed = "";
  let timer = 0;
  let first = { sign: "", at: 0 };
  let burst = { field: null, before: "", text: "", last: 0 };

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

  // What lies in a closed <details> has boxes in new browsers, and is not to be seen all the same.
  function seen(element) {
    return element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0;
  }
  function shown(element) {
    return !element.disabled && element.getAttribute("aria-disabled") !== "true" && seen(element);
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
    const text = (performance.now() - first.at < KEPT ? first.sign : "") + typed.trim();
    typed = "";
    first = { sign: "", at: 0 };
    window.clearTimeout(timer);
    deliver(text, submit);
  }

  function deliver(text, submit) {
    const asks = CARD.test(text) ? document.querySelector("[data-card]") : null;
    if (asks) {
      asks.value = text;
      asks.focus();
      asks.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    const field = document.getElementById("scan");
    if (!field) return;
    // Where nobody asks for a card its number is looked up: the rest of it belongs into no address.
    field.value = CARD.test(text) ? text.slice(0, 12) : text.slice(0, field.maxLength > 0 ? field.maxLength : MOST);
    field.focus();
    if (submit) field.form.requestSubmit();
  }

  // A scanner that sends into a text field: what stood there comes back, what was scanned goes its way.
  function listen(event) {
    const field = event.target;
    const quick = burst.field === field && event.timeStamp - burst.last < SCAN_GAP;
    if (!quick) burst = { field: field, before: field.value, text: "", last: 0 };
    burst.last = event.timeStamp;
    if (burst.text.length < MOST) burst.text += event.key;
  }
  function wasScanned(event) {
    const field = event.target;
    if (field.id === "scan" || field.dataset.card !== undefined) return false;
    const card = CARD_AT_END.exec(field.value);
    if (card) {
      burst = { field: field, before: field.value.slice(0, card.index), text: card[0], last: event.timeStamp };
      return true;
    }
    return burst.field === field && event.timeStamp - burst.last < SCAN_GAP && SCANNED.test(burst.text);
  }

  function settle() {
    const signs = Array.from(typed);
    // Fingers that roll over two or three keys of the page are as fast as a scanner.
    const rolled = signs.length < SHORTEST && signs.every((sign) => owners(sign.toUpperCase()).length > 0);
    if (signs.length > 1 && !rolled) return toScanField(false);
    typed = "";
    first = { sign: "", at: 0 };
    signs.forEach(function (sign) {
      if (!act(sign.toUpperCase())) first = { sign: sign, at: performance.now() };
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing) return;
    const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain) {
      if (inTextField(event.target)) {
        // Nothing that is typed into a form begins so: from an empty field it leads to the scan field too.
        const bare = event.target.tagName === "INPUT" && !event.target.value && event.target.id !== "scan";
        if (event.key === "/" && bare && act("/")) { event.preventDefault(); return; }
        listen(event);
        return;
      }
      if (event.key === " " && !typed) return;
      if (document.querySelector("dialog[open]")) {
        if (act(event.key.toUpperCase())) event.preventDefault();
        return;
      }
      event.preventDefault();
      if (!typed && (event.key === "/" || event.key === "?")) {
        act(event.key); // no code begins so: nothing to wait for
        return;
      }
      if (typed.length < MOST) typed += event.key;
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, SCAN_GAP);
      return;
    }
    if (event.key === "Enter" && Array.from(typed).length > 2) {
      event.preventDefault();
      toScanField(true);
      return;
    }
    if (event.key === "Enter" && inTextField(event.target) && wasScanned(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.value = burst.before;
      deliver(burst.text, true);
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

  window.motcuaKeys = { list: list, seen: seen };
})();

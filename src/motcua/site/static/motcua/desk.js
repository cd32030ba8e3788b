// Small behaviours of the officer's pages: dialogs, the clock, forms that send once, rows walked by keys.
(function () {
  "use strict";

  // Dialogs: data-opens="id" opens, data-closes shuts; Escape is the browser's own.
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (!dialog) return;
      event.preventDefault();
      const list = dialog.querySelector("[data-keys-list]");
      if (list) window.motcuaKeys.list(list);
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
      return;
    }
    document.querySelectorAll("details[data-drop][open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  // Buttons that only work with a script appear with it.
  document.querySelectorAll("[data-opens][hidden]").forEach(function (button) { button.hidden = false; });
  // A dialog that the server wants open (a refused form inside it).
  document.querySelectorAll("dialog[data-open-now]").forEach(function (dialog) { dialog.showModal(); });

  // The clock of the header runs from the server's time, not from this machine's.
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const start = new Date(clock.dataset.clock).getTime();
    const since = performance.now();
    const face = clock.querySelector("b");
    window.setInterval(function () {
      const local = new Date(start + (performance.now() - since) + 7 * 3600 * 1000);
      const two = (n) => String(n).padStart(2, "0");
      face.textContent = `${local.getUTCDate()}/${local.getUTCMonth() + 1}/${local.getUTCFullYear()} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
    }, 5000);
  }

  // What went wrong on the way to the server, said where the person looks: in the open dialog, else on top.
  function tell(name, focus) {
    const words = document.getElementById("told-" + name) || document.getElementById("told-other");
    const place = document.querySelector("dialog[open] form .cb") || document.getElementById("messages");
    if (!words || !place) return;
    // Said again by a request that nobody waits for, it keeps the person where they were.
    const here = Array.from(place.querySelectorAll("[data-told]")).some((old) => old.contains(document.activeElement));
    place.querySelectorAll("[data-told]").forEach((old) => old.remove());
    const box = words.content.firstElementChild.cloneNode(true);
    box.dataset.told = "";
    place.prepend(box);
    if (focus || here) box.focus();
  }

  // Signing in again, in another tab, makes a new token; a form opened before follows it.
  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }
  function renew(form) {
    const field = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  }

  // data-once: a second press sends nothing. The server is idempotent anyway; this spares the question.
  // Before it leaves, the page asks whether the server still knows the person: a session that ended or a lost
  // connection must not cost what was typed.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (form.dataset.known || !document.body.dataset.session) { lock(form); return; }
    event.preventDefault();
    const by = event.submitter;
    fetch(document.body.dataset.session, { headers: { "HX-Request": "true" }, cache: "no-store" }).then(function (answer) {
      delete form.dataset.sent;
      if (!answer.ok) { tell(answer.status, true); return; }
      renew(form);
      form.dataset.known = "1";
      form.requestSubmit(by && by.form === form ? by : null);
      delete form.dataset.known;
    }, function () {
      delete form.dataset.sent;
      tell("lost", true);
    });
  });
  function lock(form) {
    window.setTimeout(function () {
      form.querySelectorAll("button[type=submit], button:not([type])").forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    }, 0);
  }
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once][data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    });
  });

  // Selects and ticks with data-submits send their form at once.
  document.addEventListener("change", function (event) {
    const field = event.target.closest("[data-submits]");
    if (field && field.form) field.form.requestSubmit();
  });

  // data-prints: the browser's own print dialog.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-prints]")) window.print();
  });

  // data-ticks-all: every row of the list, or none where all are ticked already.
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-ticks-all]")) return;
    const boxes = Array.from(document.querySelectorAll("[data-rows] input[type=checkbox]"));
    const all = boxes.every((box) => box.checked);
    boxes.forEach(function (box) { box.checked = !all; });
  });

  // Rows: inside [data-rows], J and K walk over [data-row]; Enter opens a[data-row-open], X ticks the row's box,
  // E does the row's [data-row-next]. The current row carries data-current.
  const rows = () => Array.from(document.querySelectorAll("[data-rows] [data-row]"));
  function current() { return document.querySelector("[data-rows] [data-row][data-current]"); }
  function go(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    all.forEach(function (row) { row.removeAttribute("data-current"); });
    next.setAttribute("data-current", "");
    const link = next.querySelector("[data-row-open]") || next.querySelector("a, button, input");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  function press(selector) {
    const row = current();
    const element = row && row.querySelector(selector);
    if (element) element.click();
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-walk]");
    if (!button) return;
    const walk = button.dataset.walk;
    if (walk === "next") go(1);
    else if (walk === "previous") go(-1);
    else if (walk === "open") press("[data-row-open]");
    else if (walk === "tick") press("input[type=checkbox]");
    else if (walk === "act") press("[data-row-next]");
  });
  document.addEventListener("focusin", function (event) {
    const row = event.target.closest("[data-rows] [data-row]");
    if (!row || row === current()) return;
    rows().forEach(function (one) { one.removeAttribute("data-current"); });
    row.setAttribute("data-current", "");
  });

  // htmx: an error answer is shown, never swallowed.
  document.body.addEventListener("htmx:configRequest", function (event) {
    if (!token()) return;
    event.detail.headers["X-CSRFToken"] = token();
    if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token();
  });
  document.body.addEventListener("htmx:responseError", function (event) { tell(event.detail.xhr.status, false); });
  document.body.addEventListener("htmx:sendError", function () { tell("lost", false); });
})();

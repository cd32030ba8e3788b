// Actions in a dialog: the form comes by htmx, the dialog opens when it is there; a paper just made is printed.
(function () {
  "use strict";

  document.body.addEventListener("htmx:afterSwap", function (event) {
    const body = event.detail.target.closest ? event.detail.target.closest("[data-dialog-body]") : null;
    if (!body) return;
    const dialog = body.closest("dialog");
    if (!dialog.open) dialog.showModal();
    const first = body.querySelector(".errs") || body.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  });

  // The paper just made goes to the printer from a hidden frame: a tab of its own would be stopped as a pop-up.
  // A browser that cannot print a PDF so is told of in words, and the button is one key away. A page shown again
  // (reloaded, or by the back key) prints nothing.
  const link = document.querySelector("[data-prints-at-once]");
  const arrival = performance.getEntriesByType("navigation")[0];
  if (link && (!arrival || arrival.type === "navigate")) print(link);

  function print(link) {
    const hint = document.querySelector("[data-print-hint]");
    const frame = document.createElement("iframe");
    const tell = function () { if (hint) hint.hidden = false; };
    const late = window.setTimeout(tell, 8000);
    frame.className = "vh";
    frame.tabIndex = -1;
    frame.title = link.textContent.trim();
    frame.addEventListener("load", function () {
      window.clearTimeout(late);
      try { frame.contentWindow.print(); } catch (refused) { tell(); }
    });
    frame.src = link.href;
    document.body.append(frame);
  }

  // Print only the rows that are ticked, where any is.
  window.addEventListener("beforeprint", function () {
    const any = document.querySelector("[data-print-pick]:checked");
    document.querySelectorAll("[data-print-pick]").forEach(function (box) {
      box.closest("tr").classList.toggle("noprint", Boolean(any) && !box.checked);
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("tr.noprint").forEach((row) => row.classList.remove("noprint"));
  });
})();

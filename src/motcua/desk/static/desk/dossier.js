// Actions in a dialog: the form comes by htmx, the dialog opens when it is there; papers open in a tab of their own.
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

  // The receipt just made. A browser that forbids it leaves the button, one key away.
  document.querySelectorAll("[data-opens-tab]").forEach(function (link) {
    window.open(link.href, "_blank", "noopener");
  });

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

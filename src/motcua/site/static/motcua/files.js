// The names of the files chosen, under the page's own button; without it the browser says them in its language.
"use strict";
(() => {
  const dress = (place) => {
    for (const input of place.querySelectorAll(".fbx input[type=file]:not([data-upload],.carried)")) {
      const told = document.createElement("p");
      told.className = "chosen";
      told.setAttribute("role", "status");
      input.after(told);
      input.classList.add("carried");
      const tell = () => { told.textContent = [...input.files].map((file) => file.name).join(", "); };
      input.addEventListener("change", tell);
      // What a browser filled in again when the reader went back.
      addEventListener("pageshow", tell);
    }
  };
  dress(document);
  // Forms that the desk draws into a dialog.
  addEventListener("htmx:load", (event) => dress(event.target));
})();

// The names of the files chosen, under the page's own button; without it the browser says them in its language.
"use strict";
(() => {
  for (const input of document.querySelectorAll(".fbx input[type=file]:not([data-upload])")) {
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
})();

// Filing online, where a script can help: files go in pieces and go on after a broken connection, photographs are
// made smaller before they travel, and a page that meets a dead network keeps what was typed. Without it every
// form works as plain HTML. Sentences come from data attributes, so that they are translated with the page.
"use strict";
(() => {
  const PIECE = 512 * 1024, LONGEST_SIDE = 2400, SMALL_ENOUGH = 700 * 1024, QUALITY = 0.86, LONGEST_WAIT = 20000;
  const SHRINKS = new Set(["image/jpeg", "image/png", "image/webp"]);
  let running = 0;

  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const sizeWords = (size) => {
    if (size < 1024) return `${size} byte`;
    const [unit, scale] = size < 1024 * 1024 ? ["KB", 1024] : ["MB", 1024 * 1024];
    return `${(size / scale).toFixed(1).replace(/\.0$/, "").replace(".", ",")} ${unit}`;
  };
  const online = (wait) => new Promise((done) => {
    const timer = setTimeout(finish, wait);
    function finish() { clearTimeout(timer); removeEventListener("online", finish); done(); }
    addEventListener("online", finish);
  });

  // A photographed A4 sheet stays readable at 2,400 points; a telephone takes four times as many.
  async function smaller(file) {
    if (!SHRINKS.has(file.type) || file.size <= SMALL_ENOUGH || !self.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!made || made.size >= file.size) return file;
      const name = file.name.replace(/\.\w{1,5}$/, "") + ".jpg";
      return new File([made], name, { type: "image/jpeg", lastModified: file.lastModified });
    } catch { return file; }
  }

  class Refused extends Error {}

  // One request, again and again until it is answered; only an answer of the house ends it.
  async function asked(address, options, offline) {
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        const answer = await fetch(address, { ...options, cache: "no-store", credentials: "same-origin" });
        if (answer.status < 500) return answer;
      } catch { /* no network */ }
      offline();
      await online(wait);
    }
  }

  async function sent(input, file, line) {
    const form = input.form, said = input.dataset;
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" };
    const told = (sentence, values = {}) => { line.words.textContent = filled(sentence, { name: file.name, ...values }); };
    const offline = () => told(said.offline);
    const limit = Number(said.limit);
    if (file.size > limit) throw new Refused(filled(said.tooLarge, { name: file.name, size: sizeWords(file.size), limit: sizeWords(limit) }));
    const body = new URLSearchParams({ field: said.field, name: file.name, size: file.size, mark: `${file.lastModified}` });
    let answer = await asked(said.upload, { method: "POST", body, headers }, offline);
    let at = await read(answer, said);
    while (!at.received) {
      told(said.sending, { percent: Math.floor((100 * at.offset) / file.size) });
      line.bar.value = at.offset / file.size;
      const piece = file.slice(at.offset, at.offset + PIECE);
      answer = await asked(at.address, { method: "PATCH", body: piece, headers: { ...headers, "Upload-Offset": at.offset, "Content-Type": "application/offset+octet-stream" } }, offline);
      const next = await read(answer, said);
      at = { ...at, ...next };
    }
    return at.received;
  }

  async function read(answer, said) {
    const found = await answer.json().catch(() => ({}));
    // Another tab or a lost answer: the server says where to go on.
    if (answer.status === 409 && Number.isInteger(found.offset)) return { offset: found.offset };
    if (!answer.ok) throw new Refused(found.message || (answer.status === 401 ? said.signedOut : said.failed));
    return found;
  }

  function lineFor(input) {
    const list = document.getElementById(input.dataset.list);
    const item = document.createElement("li");
    item.className = "up-now";
    const words = document.createElement("span");
    words.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 1;
    item.append(words, bar);
    list.append(item);
    list.hidden = false;
    return { item, words, bar };
  }

  async function take(input, chosen) {
    const line = lineFor(input);
    running += 1;
    try {
      line.words.textContent = filled(input.dataset.preparing, { name: chosen.name });
      const received = await sent(input, await smaller(chosen), line);
      const made = document.getElementById(input.dataset.row).content.firstElementChild.cloneNode(true);
      made.querySelector("[data-name]").textContent = received.name;
      made.querySelector("[data-name]").href = received.address;
      made.querySelector("[data-size]").textContent = sizeWords(received.size);
      made.querySelector("[data-drop]").value = received.key;
      const notes = made.querySelector("[data-notes]");
      notes.textContent = received.notes;
      line.item.replaceWith(made);
      input.required = false;
    } catch (error) {
      line.bar.remove();
      line.item.className = "up-no";
      line.words.setAttribute("role", "alert");
      line.words.textContent = error instanceof Refused ? error.message : input.dataset.failed;
    } finally {
      running -= 1;
      dispatchEvent(new Event("uploaded"));
    }
  }

  function chosen(event) {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-upload]") || !input.files.length) return;
    const files = [...input.files];
    // Nothing of it goes with the form any more: the pieces carry it.
    input.value = "";
    files.reduce((before, file) => before.then(() => take(input, file)), Promise.resolve());
  }

  async function kept(event) {
    const form = event.target;
    if (!form.matches?.("form[data-keeps]")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const note = form.querySelector("[data-network]");
    const body = new FormData(form, event.submitter);
    try {
      while (running) {
        note.hidden = false;
        note.textContent = form.dataset.waits;
        await new Promise((done) => addEventListener("uploaded", done, { once: true }));
      }
      const address = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
      const answer = await asked(address, { method: "POST", body, headers: { "X-Keeps": "1", "HX-Request": "true" } }, () => {
        note.hidden = false;
        note.textContent = form.dataset.offline;
      });
      if (answer.status === 401) { note.hidden = false; note.textContent = form.dataset.signedOut; return; }
      const next = answer.headers.get("X-Next");
      if (next) { location.assign(next); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!page) { form.submit(); return; }
      document.querySelector("main").replaceWith(document.adoptNode(page));
      carried();
      (document.querySelector("main [autofocus]") || document.querySelector("main")).focus();
    } finally { delete form.dataset.busy; }
  }

  const carried = () => document.querySelectorAll("input[type=file][data-upload]").forEach((input) => input.classList.add("carried"));
  carried();
  document.addEventListener("change", chosen);
  document.addEventListener("submit", kept);
})();

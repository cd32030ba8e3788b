// The intake in progress is kept: on the server a moment after each change, in this tab while the server is away.
(function () {
  "use strict";
  const STORE = "motcua.draft";
  const PAUSE = 900; // milliseconds without a key before a save
  const AGAIN = 3000; // milliseconds before the next try while the server is away
  const place = document.getElementById("kept");
  let timer = 0;
  let dirty = false;
  let leaving = false;
  let refused = false;
  let running = null;

  const form = () => document.getElementById("counter");

  function fields() {
    return Array.from(new FormData(form()).entries()).filter(([name, value]) => typeof value === "string" && name !== "step");
  }

  function say(name, words) {
    const box = document.getElementById("kept-" + name).content.firstElementChild.cloneNode(true);
    if (words) box.querySelector("[data-words]").textContent = words;
    place.replaceChildren(box);
  }

  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function post(pairs, keepalive) {
    return fetch(form().dataset.draft, {
      method: "POST",
      headers: { "X-CSRFToken": token(), "HX-Request": "true" },
      body: new URLSearchParams(pairs),
      keepalive: Boolean(keepalive),
    });
  }

  // While the server is away this tab remembers; another officer who signs in here does not get to see it.
  function remember(pairs) {
    try {
      window.sessionStorage.setItem(STORE, JSON.stringify({ officer: form().dataset.officer, pairs: pairs }));
    } catch {
      // A full or forbidden store: the form itself still holds everything.
    }
  }
  function recall() {
    try {
      const kept = JSON.parse(window.sessionStorage.getItem(STORE) || "null");
      return kept && kept.officer === form().dataset.officer ? kept.pairs : null;
    } catch {
      return null;
    }
  }
  function forget() { window.sessionStorage.removeItem(STORE); }

  async function send(pairs) {
    let answer;
    try {
      answer = await post(pairs);
    } catch {
      return { away: "here" };
    }
    if (answer.status === 401 || answer.status === 403) return { away: "signed-out" };
    if (answer.status >= 500) return { away: "here" };
    return { told: await answer.json().catch(() => ({ words: "", at: null })), ok: answer.ok };
  }

  async function save() {
    window.clearTimeout(timer);
    timer = 0;
    if (!form() || refused || leaving || !dirty) return;
    if (running) {
      await running;
      return save();
    }
    dirty = false;
    const pairs = fields();
    running = send(pairs);
    const got = await running;
    running = null;
    if (got.away) {
      dirty = true;
      remember(pairs);
      say(got.away);
      timer = window.setTimeout(save, AGAIN);
      return;
    }
    forget();
    if (!got.ok) {
      refused = true;
      say("saved", got.told.words);
    } else if (got.told.at) {
      form().elements.draft_at.value = got.told.at;
      say("saved", got.told.words);
    }
  }

  function later() {
    dirty = true;
    if (refused) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  }

  ["input", "change"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (event.target.form === form() && event.target.type !== "file") later();
    });
  });
  document.body.addEventListener("htmx:afterSettle", function (event) {
    if (form() && form().contains(event.detail.target) && event.detail.target.id !== "promise" && event.detail.target.id !== "hits") later();
  });

  // Received or refused: what is sent now is not saved once more. Any other form (signing out) waits for the save.
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    if (event.target === form()) {
      leaving = true;
      window.clearTimeout(timer);
      return;
    }
    if (event.target.method !== "post" || !dirty || refused || event.target.dataset.waited) return;
    event.preventDefault();
    const other = event.target;
    const by = event.submitter;
    other.dataset.waited = "1";
    save().finally(() => other.requestSubmit(by && by.form === other ? by : null));
  });
  window.addEventListener("pagehide", function () {
    if (dirty && !leaving && !refused && form()) post(fields(), true).catch(() => remember(fields()));
  });
  window.addEventListener("pageshow", function () { leaving = false; });

  // What the server has not got yet, from before this page was loaded.
  async function catchUp() {
    const pairs = recall();
    if (!pairs) return;
    const got = await send(pairs);
    if (got.away) {
      say(got.away);
      timer = window.setTimeout(catchUp, AGAIN);
      return;
    }
    forget();
    if (!got.ok) { say("saved", got.told.words); return; }
    const key = new URLSearchParams(pairs).get("draft_key");
    if (got.told.at && key !== form().elements.draft_key.value) window.location.assign(form().dataset.continue + encodeURIComponent(key));
  }
  if (form().querySelector(".errs")) later();
  else catchUp();
})();

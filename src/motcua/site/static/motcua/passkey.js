/* Passkeys: asks the browser to make or to show one and sends what it says with the form. Without a script, or
   where the browser knows no passkeys, the parts that need one stay hidden and another way stands beside. */
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => {
    let binary = "";
    for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const listed = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
  const made = (key) => ({
    ...key, challenge: bytes(key.challenge), user: { ...key.user, id: bytes(key.user.id) },
    excludeCredentials: listed(key.excludeCredentials),
  });
  const asked = (key) => ({ ...key, challenge: bytes(key.challenge), allowCredentials: listed(key.allowCredentials) });
  const said = (credential) => {
    const from = credential.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = text(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
      response.userHandle = from.userHandle ? text(from.userHandle) : null;
    }
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };
  const options = async (form) => {
    if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions);
    const answer = await fetch(form.dataset.passkeyGet, {
      method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    return answer.json();
  };
  const run = async (form) => {
    const { publicKey } = await options(form);
    const credential = "passkeyMake" in form.dataset
      ? await navigator.credentials.create({ publicKey: made(publicKey) })
      : await navigator.credentials.get({ publicKey: asked(publicKey) });
    return JSON.stringify(said(credential));
  };
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    const form = part.matches("form") ? part : part.querySelector("form");
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      /* Whatever went wrong, the server says in words what to do now. */
      try { form.elements.credential.value = await run(form); } catch { form.elements.credential.value = "{}"; }
      form.submit();
    });
  }
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
})();

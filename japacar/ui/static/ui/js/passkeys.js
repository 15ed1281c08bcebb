// Passkeys: a form with data-passkey="get" or "create" asks the server for a challenge (data-options), lets the device answer it,
// and is sent with the answer in its field `credential`. Where the browser has no passkeys the form stays hidden.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decodeIds = (list) => (list || []).map((each) => ({ ...each, id: decode(each.id) }));

async function options(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  // Not JSON: signed out meanwhile, or asked too often. The page itself says which.
  if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return null;
  const { publicKey } = await answer.json();
  publicKey.challenge = decode(publicKey.challenge);
  publicKey.allowCredentials = decodeIds(publicKey.allowCredentials);
  publicKey.excludeCredentials = decodeIds(publicKey.excludeCredentials);
  if (publicKey.user) publicKey.user.id = decode(publicKey.user.id);
  return publicKey;
}

function plain(credential) {
  const { response } = credential;
  const said = { clientDataJSON: encode(response.clientDataJSON) };
  if (response.attestationObject) {
    said.attestationObject = encode(response.attestationObject);
    said.transports = response.getTransports ? response.getTransports() : [];
  } else {
    said.authenticatorData = encode(response.authenticatorData);
    said.signature = encode(response.signature);
    if (response.userHandle) said.userHandle = encode(response.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function answer(form) {
  const publicKey = await options(form);
  if (publicKey === null) return location.reload();
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = plain(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const refused = form.querySelector("[data-refused]");
    refused.hidden = true;
    answer(form).catch(() => { refused.hidden = false; });
  });
}

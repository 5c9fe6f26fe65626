// Passkeys: asks the browser for one and sends what it said with the form around the button.
const forms = [...document.querySelectorAll("form[data-passkey]")];
const canUse = Boolean(window.PublicKeyCredential && window.webauthnJSON);

async function options(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function credential(form) {
  const asked = await options(form);
  if (form.dataset.passkey !== "add") {
    return window.webauthnJSON.get(asked.request_options);
  }
  const alone = form.elements.passwordless.checked;
  const selection = asked.creation_options.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return window.webauthnJSON.create(asked.creation_options);
}

async function send(form, button) {
  const trouble = form.querySelector(".passkey-trouble");
  trouble.hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch {
    trouble.hidden = false;
    button.disabled = false;
  }
}

for (const form of forms) {
  const button = form.querySelector("button[type=submit]");
  if (canUse) {
    button.classList.remove("is-waiting");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, button);
    });
  } else {
    form.querySelector(".passkey-missing").hidden = false;
    button.hidden = true;
  }
}

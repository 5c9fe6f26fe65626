/* One letter does what the button that shows it does, while no field has the focus. ? shows them all. */
const dialog = document.querySelector("#keys");
const chosen = dialog.querySelector("[data-keys-on]");
const keyed = [...document.querySelectorAll("[data-key]")];
const remembered = "staff-keys";

function read() {
  try {
    return localStorage.getItem(remembered) !== "off";
  } catch {
    return true;
  }
}

function keep() {
  try {
    localStorage.setItem(remembered, chosen.checked ? "on" : "off");
  } catch {
    /* Without storage the choice holds for this page. */
  }
}

function isWriting(element) {
  return element?.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
}

function list() {
  const words = (button) => button.cloneNode(true);
  dialog.querySelector("[data-keys-list]").replaceChildren(
    ...keyed.map((button) => {
      const line = document.createElement("div");
      const key = document.createElement("dt");
      const what = document.createElement("dd");
      const named = words(button);
      named.querySelector("kbd")?.remove();
      key.append(Object.assign(document.createElement("kbd"), { textContent: button.dataset.key }));
      what.textContent = named.textContent.trim();
      line.append(key, what);
      return line;
    }),
  );
}

function show() {
  list();
  dialog.showModal();
}

function act(button) {
  const details = button.parentElement.closest("details");
  if (button.tagName !== "SUMMARY") {
    button.click();
    return;
  }
  details.open = true;
  /* A choice that is made already is passed over: Shift and Tab lead back to it. */
  const first =
    details.querySelector("form :is(input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea)") ??
    details.querySelector("form :is(input:not([type=hidden]), button)");
  (first ?? button).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && !dialog.open) {
    const open = event.target.closest?.("details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
    return;
  }
  if (dialog.open || isWriting(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    show();
    return;
  }
  const button = chosen.checked && keyed.find((one) => one.dataset.key === event.key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  act(button);
});

/* A step is sent once, however often the key is pressed. */
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

chosen.checked = read();
chosen.addEventListener("change", keep);
const opener = document.querySelector("[data-keys-open]");
opener.classList.remove("is-waiting");
opener.querySelector("button").addEventListener("click", show);

/* After each step the page is a new one: begin where it says what happened. */
const said = document.querySelector("#refusals") ?? document.querySelector("#error-summary") ?? document.querySelector(".messages");
if (said && !location.hash) {
  said.tabIndex = -1;
  said.focus({ preventScroll: true });
}

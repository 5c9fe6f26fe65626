/* Warns before leaving a form with changes that are not saved; and drops "?saved=" so that it is said once. */
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const note = form.querySelector("[data-unsaved-note]");
  let isChanged = form.hasAttribute("data-changed");
  const say = () => { if (note) note.textContent = isChanged ? form.dataset.unsaved : ""; };
  const change = () => { if (!isChanged) { isChanged = true; say(); } };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  say();
}
if (document.querySelector("[data-saved]")) {
  history.replaceState(history.state, "", location.pathname + location.hash);
}
for (const menu of document.querySelectorAll(".editing-menu")) {
  if (window.matchMedia("(max-width: 59.99rem)").matches) menu.open = false;
}
const attention = document.querySelector("#error-summary, #conflict");
if (attention) attention.focus();

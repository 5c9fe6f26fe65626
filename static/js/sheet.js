/* The print button works only with JavaScript, so it stays hidden without. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
const address = document.querySelector("#sheet-address");
address?.addEventListener("focus", () => address.select());

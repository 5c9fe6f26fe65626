/* A usual message goes into the field at once, unless somebody has written there already. */
for (const chosen of document.querySelectorAll("select[data-usual]")) {
  const field = chosen.form.querySelector("textarea");
  let begun = "";
  chosen.addEventListener("change", () => {
    if (field.value.trim() && field.value !== begun) return;
    begun = chosen.selectedOptions[0].dataset.words ?? "";
    field.value = begun;
  });
}

/* Counts that a telephone number or website was chosen: which listing, and nothing of who. See /privacy/. */
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, (event) => {
    const link = event.target.closest("a[data-chosen]");
    if (link && event.button < 2) navigator.sendBeacon(link.dataset.chosen);
  });
}

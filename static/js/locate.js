/* "Use my location": two decimals, about a kilometer, are all that leaves the browser. */

const DECIMALS = 2;

function rounded({ coords }) {
  return `${coords.latitude.toFixed(DECIMALS)},${coords.longitude.toFixed(DECIMALS)}`;
}

function prepare(button) {
  const line = button.closest("[data-locate-line]");
  const note = line.querySelector("[role=status]");
  const input = document.getElementById(button.dataset.locate);
  line.classList.remove("is-waiting");
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        input.value = rounded(position);
        input.form.requestSubmit();
      },
      () => {
        note.textContent = note.dataset.failed;
        button.disabled = false;
        input.focus();
      },
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 },
    );
  });
}

if (navigator.geolocation && window.isSecureContext) {
  document.querySelectorAll("[data-locate]").forEach(prepare);
}

/* Refines the results while filters change. Without this file the same form works with its button. */

const form = document.getElementById("search-form");
const filters = document.getElementById("filters");
const announce = document.getElementById("announce");
const TYPING = 500;
let wanted = null;
let open = [];
let timer = 0;

const isSheet = () => filters.matches(":popover-open");
const refine = () => window.htmx.trigger(form, "refine");

const button = filters.querySelector("[data-apply]");

function count() {
  const total = document.getElementById("results").dataset.total;
  button.textContent = total ? `${button.dataset.apply} (${total})` : button.dataset.apply;
}

function arrangeApply() {
  const narrow = matchMedia("(max-width: 59.99rem)");
  const hide = () => {
    button.closest(".sheet-end").hidden = !narrow.matches;
  };
  narrow.addEventListener("change", hide);
  hide();
  button.addEventListener("click", (event) => {
    if (!isSheet()) return;
    event.preventDefault();
    filters.hidePopover();
    document.getElementById("results-heading").focus();
  });
}

/* The address says what was chosen, and nothing else. */
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData.entries()]) {
    if (value === "") formData.delete(name);
  }
  if (formData.get("sort") === form.elements.sort.options[0].value) formData.delete("sort");
});

form.addEventListener("change", ({ target }) => {
  if (filters.contains(target) || target.id === "sort") {
    clearTimeout(timer);
    refine();
  }
});

form.addEventListener("input", ({ target }) => {
  if (filters.contains(target) && target.type === "text") {
    clearTimeout(timer);
    timer = setTimeout(refine, TYPING);
  }
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  wanted = detail.elt.closest("#results") ? "results-heading" : null;
  open = [...filters.querySelectorAll("details[open]")].map((group) => group.id);
  document.getElementById("results").setAttribute("aria-busy", "true");
});

/* A page that says what was wrong is a page to show. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 422) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

document.addEventListener("htmx:oobAfterSwap", () => {
  filters.querySelectorAll("details.group").forEach((group) => {
    group.open = group.open || open.includes(group.id);
  });
});

document.addEventListener("htmx:afterSettle", () => {
  const heading = document.getElementById("results-heading");
  count();
  announce.textContent = heading.textContent.trim();
  if (wanted) {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }
  wanted = null;
  document.dispatchEvent(new CustomEvent("results:changed"));
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => form.submit());
}

count();
arrangeApply();

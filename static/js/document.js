/* Larger, smaller, turned: a picture by its own size, a PDF by the words after # that its viewer reads. */
const viewer = document.querySelector("[data-viewer]");
const paper = viewer.querySelector("[data-paper]");
const told = viewer.querySelector("[data-zoom]");
const isPdf = viewer.dataset.viewer === "pdf";
const steps = [50, 75, 100, 150, 200, 300, 400];
let step = steps.indexOf(100);
let quarter = 0;

function draw() {
  const size = steps[step];
  told.textContent = `${size} %`;
  if (isPdf) {
    const address = paper.src.split("#")[0];
    const fresh = paper.cloneNode();
    fresh.src = size === 100 ? address : `${address}#zoom=${size}`;
    document.querySelector("[data-paper]").replaceWith(fresh);
    return;
  }
  paper.style.inlineSize = `${size}%`;
  const isOnItsSide = quarter % 2 === 1;
  const excess = isOnItsSide ? (paper.offsetWidth - paper.offsetHeight) / 2 : 0;
  paper.style.marginBlock = `${excess}px`;
  paper.style.transform = `rotate(${quarter * 90}deg)`;
}

const tools = {
  in: () => (step = Math.min(step + 1, steps.length - 1)),
  out: () => (step = Math.max(step - 1, 0)),
  fit: () => {
    step = steps.indexOf(100);
    quarter = 0;
  },
  turn: () => (quarter = (quarter + 1) % 4),
};
const keys = { "+": "in", "=": "in", "-": "out", 0: "fit", r: "turn" };

function use(name) {
  tools[name]();
  draw();
}

for (const button of viewer.querySelectorAll("[data-tool]")) {
  button.addEventListener("click", () => use(button.dataset.tool));
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const name = keys[event.key];
  if (!name || (name === "turn" && isPdf)) return;
  event.preventDefault();
  use(name);
});
viewer.querySelector("[data-tools]").classList.remove("is-waiting");

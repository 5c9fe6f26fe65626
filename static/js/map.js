/* The map, on demand: Census outlines and our pins. No tiles, so nobody else learns what is looked at. */

const section = document.getElementById("map");
const opener = document.getElementById("map-open");
const APART = 32;
const ROUNDS = 120;
const NAMES_FROM = 8;
const ROOM = { paddingTopLeft: [80, 40], paddingBottomRight: [40, 40], maxZoom: 11, animate: false };
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

let map = null;
let layer = null;
const drawn = new Set();
let states = [];
let pins = [];

function loaded(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.onload = resolve;
    element.onerror = () => reject(new Error(tag));
    document.head.append(element);
  });
}

async function shapes(name) {
  const answer = await fetch(`${section.dataset.outlines}${name}.json`);
  if (!answer.ok) throw new Error(name);
  return decode(await answer.json());
}

/* TopoJSON: quantized, delta-encoded arcs, shared between neighbors; ~n is arc n backwards. */
function decode({ transform: { scale, translate }, arcs, objects }) {
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });
  const ring = (indices) =>
    indices.flatMap((index, at) => {
      const line = index < 0 ? [...lines[~index]].reverse() : lines[index];
      return at ? line.slice(1) : line;
    });
  return Object.values(objects)[0].geometries.map(({ type, id, properties, arcs: own }) => ({
    id,
    name: properties.name,
    parts: (type === "Polygon" ? [own] : own).map((part) => part.map(ring)),
  }));
}

function inside([lat, lng], ring) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i], ring[j]];
    if (a[0] > lat !== b[0] > lat && lng < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) odd = !odd;
  }
  return odd;
}

function middle(parts) {
  const largest = parts.map((part) => part[0]).sort((a, b) => b.length - a.length)[0];
  const of = (axis) => {
    const values = largest.map((point) => point[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return [of(0), of(1)];
}

async function counties(places) {
  const around = states.filter(({ parts }) => places.some((at) => parts.some((part) => inside(at, part[0]))));
  for (const state of around.filter(({ id }) => !drawn.has(id))) {
    drawn.add(state.id);
    for (const county of await shapes(`counties/${state.id.toLowerCase()}`)) {
      L.polygon(county.parts, { className: "map-county", interactive: false }).addTo(map).bringToBack();
      const icon = L.divIcon({ className: "map-name", html: "", iconSize: [120, 14] });
      const name = L.marker(middle(county.parts), { icon, interactive: false, keyboard: false, pane: "names" });
      name.addTo(map).getElement().textContent = county.name;
      name.getElement().setAttribute("aria-hidden", "true");
    }
  }
}

function rows() {
  return [...document.querySelectorAll("#results .row[data-at]:not(.telehealth .row)")].map((row) => ({
    row,
    link: row.querySelector(".row-name a"),
    at: row.dataset.at.split(",").map(Number),
  }));
}

function mark(row, pin, isOn) {
  row.classList.toggle("is-marked", isOn);
  pin.getElement()?.classList.toggle("is-marked", isOn);
  pin.setZIndexOffset(isOn ? 1000 : 0);
}

/* Pins that would hide each other move aside, each on a line to its true place. */
function spread() {
  const spots = pins.map(({ at }, index) => {
    const { x, y } = map.latLngToLayerPoint(at);
    return { x: x + Math.cos(index) / 9, y: y + Math.sin(index) / 9 };
  });
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    spots.forEach((a, index) => {
      for (const b of spots.slice(index + 1)) {
        const [x, y] = [b.x - a.x, b.y - a.y];
        const distance = Math.hypot(x, y) || 0.01;
        if (distance >= APART - 0.5) continue;
        const push = (APART - distance) / distance / 2;
        Object.assign(a, { x: a.x - x * push, y: a.y - y * push });
        Object.assign(b, { x: b.x + x * push, y: b.y + y * push });
        moved = true;
      }
    });
  }
  pins.forEach(({ at, pin, line }, index) => {
    const place = map.layerPointToLatLng(spots[index]);
    pin.setLatLng(place);
    line.setLatLngs([at, place]);
  });
}

function pinFor({ row, link, at }, number) {
  const icon = L.divIcon({ className: "map-pin", html: String(number), iconSize: [28, 28] });
  const line = L.polyline([at, at], { className: "map-line", interactive: false }).addTo(layer);
  const pin = L.marker(at, { icon, riseOnHover: true }).addTo(layer);
  const element = pin.getElement();
  element.setAttribute("aria-label", `${number}. ${link.textContent.trim()}`);
  const on = () => mark(row, pin, true);
  const off = () => mark(row, pin, false);
  for (const target of [row, element]) {
    target.addEventListener("pointerenter", on);
    target.addEventListener("pointerleave", off);
    target.addEventListener("focusin", on);
    target.addEventListener("focusout", off);
  }
  const goToRow = () => {
    row.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    link.focus({ preventScroll: true });
  };
  pin.on("click", goToRow);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    goToRow();
  });
  link.parentElement.dataset.number = String(number);
  return { at, pin, line };
}

async function draw() {
  layer.clearLayers();
  const found = rows();
  pins = found.map((entry, index) => pinFor(entry, index + 1));
  const places = found.map(({ at }) => at);
  section.querySelector(".map-note").textContent = places.length ? "" : section.dataset.noPlace;
  if (places.length) map.fitBounds(L.latLngBounds(places), ROOM);
  else map.setView([39.5, -98.4], 4);
  spread();
  await counties(places);
}

async function start() {
  await Promise.all([
    ...section.dataset.styles.split(" ").map((href) => loaded("link", { rel: "stylesheet", href })),
    loaded("script", { src: section.dataset.script }),
  ]);
  map = L.map("map-canvas", {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    minZoom: 3,
    maxZoom: 13,
  });
  map.createPane("names").classList.add("map-names");
  const thin = () => map.getPane("names").toggleAttribute("hidden", map.getZoom() < NAMES_FROM);
  map.on("zoomend", thin);
  map.on("zoomend", spread);
  L.control.scale().addTo(map);
  layer = L.layerGroup().addTo(map);
  map.setView([39.5, -98.4], 4);
  states = await shapes("states");
  states.forEach(({ parts }) => L.polygon(parts, { className: "map-state", interactive: false }).addTo(map));
  await draw();
  thin();
}

opener.classList.remove("is-waiting");
opener.addEventListener("click", async () => {
  section.hidden = !section.hidden;
  opener.setAttribute("aria-expanded", String(!section.hidden));
  try {
    if (!map && !section.hidden) await start();
    else if (!section.hidden) await draw();
    map.invalidateSize();
  } catch {
    section.querySelector(".map-note").textContent = section.dataset.failed;
  }
});

document.addEventListener("results:changed", () => {
  if (map && !section.hidden) draw();
});

/* Suggestions under a search field: the ARIA combobox pattern over a plain input. */

const PAUSE = 120;
const FEWEST = 2;

function option(list, item, index, words) {
  const line = document.createElement("li");
  line.id = `${list.id}-${index}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.append(item.label);
  if (item.url) {
    const note = document.createElement("small");
    note.textContent = words.provider;
    line.append(" ", note);
  }
  return line;
}

function combobox(box) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  let items = [];
  let active = -1;
  let timer = 0;
  let asked = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = (index + items.length) % items.length;
    [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function choose(index) {
    const item = items[index];
    close();
    if (item.url) {
      location.assign(item.url);
    } else {
      input.value = item.value;
    }
  }

  function show(found) {
    items = found;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...items.map((item, index) => option(list, item, index, box.dataset)));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = items.length ? `${box.dataset.count} ${items.length}` : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < FEWEST) {
      show([]);
      return;
    }
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${box.dataset.combobox}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      const found = answer.ok ? (await answer.json()).options : [];
      if (document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else if (event.key === "ArrowDown") mark(active + 1);
      else mark(active < 0 ? items.length - 1 : active - 1);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Enter" || event.key === "Tab") {
      close();
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) choose([...list.children].indexOf(line));
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-combobox]").forEach(combobox);

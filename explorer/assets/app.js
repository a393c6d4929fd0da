// What pages do beyond HTML. Every page reads without it.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Calls `run` once nothing has happened for a moment; of several answers the last one counts. */
function later(run, wait = 120) {
  let timer, turn = 0;
  return (...args) => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(() => run(() => mine === turn, ...args), wait);
  };
}

async function text(url, options) {
  const reply = await fetch(url, options);
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply.text();
}

// The theme: the system's, until it is switched.
const theme = $("[data-theme-toggle]");
const stored = localStorage.getItem("theme");
if (stored) document.documentElement.dataset.theme = stored;
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

// The tree shows where the reader is.
$(".tree [aria-current]")?.scrollIntoView({ block: "center", behavior: "instant" });
scrollTo({ top: 0, behavior: "instant" });
if (location.hash) $(location.hash)?.scrollIntoView({ behavior: "instant" });

// Search as you type on the first page.
for (const form of $$("[data-live-search]")) {
  const refresh = later(async (isLatest) => {
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(fields);
    const found = await text(`/search?${query}`);
    if (!isLatest()) return;
    $("#results").innerHTML = found;
    history.replaceState(null, "", fields.length ? `/?${query}` : "/");
  });
  form.addEventListener("input", refresh);
}

// A filter over a list that is all there.
for (const form of $$("[data-filter]")) {
  const list = document.getElementById(form.dataset.filter);
  $("input", form).addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
}

// The palette.
const palette = $("#palette");
const wanted = $("input", palette);
const list = $("#palette-list");

function choose(option) {
  for (const other of $$("a", list)) other.setAttribute("aria-selected", other === option);
  option?.scrollIntoView({ block: "nearest" });
  if (option) wanted.setAttribute("aria-activedescendant", option.id);
}

const fill = later(async (isLatest) => {
  const found = await text(`/search?palette=1&${new URLSearchParams({ q: wanted.value })}`);
  if (!isLatest()) return;
  list.innerHTML = found;
  $$("a", list).forEach((option, index) => { option.id = `palette-${index}`; option.tabIndex = -1; });
  choose($("a", list));
}, 60);

function openPalette(start = "") {
  if (palette.open) return;
  wanted.value = start;
  palette.showModal();
  fill();
}

wanted.addEventListener("input", () => fill());
palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
palette.addEventListener("keydown", (event) => {
  const options = $$("a", list);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length]);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    options[at].click();
  }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if ((event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    openPalette();
  }
});

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
  if (reply.status === 403) throw new Error("it was started anew, open the address that it printed");
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
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" });

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

// Sections side by side as tabs; without the script they stand below each other.
const chosen = {};
function makeTabs(root = document) {
  for (const box of $$("[data-tabs]", root)) {
    if (box.dataset.ready) continue;
    box.dataset.ready = "yes";
    const group = box.dataset.tabs;
    const sections = [...box.children].filter((child) => child.dataset.tab);
    const bar = document.createElement("div");
    bar.className = "tab-bar";
    bar.setAttribute("role", "tablist");
    const buttons = sections.map((section) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = section.dataset.tab;
      button.setAttribute("role", "tab");
      section.setAttribute("role", "tabpanel");
      bar.append(button);
      return button;
    });
    const select = (index, focus) => {
      buttons.forEach((button, other) => {
        button.setAttribute("aria-selected", other === index);
        button.tabIndex = other === index ? 0 : -1;
        sections[other].hidden = other !== index;
      });
      chosen[group] = sections[index].dataset.tab;
      if (focus) buttons[index].focus();
    };
    buttons.forEach((button, index) => button.addEventListener("click", () => select(index)));
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) select((buttons.indexOf(event.target) + step + buttons.length) % buttons.length, true);
    });
    box.prepend(bar);
    box.classList.add("is-tabbed");
    select(Math.max(0, sections.findIndex((section) => section.dataset.tab === chosen[group])));
  }
}

/** Shows what a part of a page cannot do without the script, and makes tabs of its sections. */
function prepare(root = document) {
  makeTabs(root);
  for (const button of $$("[data-copy], [data-add], [data-remove]", root)) button.hidden = false;
  watch(root);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-copy]")) {
    const code = $("code", button.parentElement).textContent;
    try { await navigator.clipboard.writeText(code); } catch { selectText($("code", button.parentElement)); }
    button.textContent = "Copied";
    announce("Copied");
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  } else if (button?.matches("[data-add]")) {
    addItem(button.parentElement);
  } else if (button?.matches("[data-remove]")) {
    button.closest("[data-item]").remove();
    request?.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

function selectText(element) {
  getSelection().selectAllChildren(element);
}

function announce(words) {
  $("#announce").textContent = words;
}

/** Another item of a list: the template with the next free index in place of its own. */
function addItem(list) {
  const template = $(":scope > template", list);
  const names = $$("[name]", list).map((field) => field.name.slice(list.dataset.list.length + 1).split(".")[0]);
  const next = Math.max(0, ...names.map(Number).filter(Number.isFinite)) + 1;
  const box = document.createElement("div");
  box.innerHTML = template.innerHTML.replaceAll(template.dataset.index, next);
  const item = box.firstElementChild;
  template.before(item);
  prepare(item);
  $("input, select, textarea", item)?.focus();
}

// The form of an operation: what follows from it is fetched as it changes.
const request = $("#request");

/** The fields that have a value; secrets only where they are sent, not where they are kept. */
function fields(withSecrets) {
  const secret = new Set($$("[data-secret]", request).map((field) => field.name));
  return [...new FormData(request)].filter(([name, value]) =>
    value !== "" && !name.startsWith("_") && (withSecrets || !secret.has(name)));
}

function showProblems() {
  const problems = new Map($$("#live [data-problems] [data-path]").map((item) => [item.dataset.path, $("span", item).textContent]));
  for (const field of $$(".field", request)) {
    const own = [...problems].filter(([path]) => path === field.dataset.path || (path.startsWith(`${field.dataset.path}.`) && !$(`.field[data-path="${CSS.escape(path)}"]`, request)));
    $(".problem", field).textContent = own.map(([, text]) => text).join("; ");
    for (const input of $$("input, select, textarea", field)) {
      if (input.closest(".field") === field) input.toggleAttribute("aria-invalid", false);
      if (input.closest(".field") === field && own.length) input.setAttribute("aria-invalid", "true");
    }
  }
}

if (request) {
  const operation = request.dataset.operation;
  const refresh = later(async (isLatest) => {
    const panel = await text(`/operations/${operation}/live`, { method: "POST", body: new URLSearchParams(fields(true)) });
    if (!isLatest()) return;
    const open = $("#live details.compare")?.open;
    $("#live").innerHTML = panel;
    if (open) $("#live details.compare").open = true;
    prepare($("#live"));
    showProblems();
    const query = new URLSearchParams(fields(false)).toString();
    history.replaceState(null, "", `/operations/${operation}${query ? `?${query}` : ""}${location.hash}`);
  });
  request.addEventListener("input", refresh);
  showProblems();

  request.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.matches("[data-call]")) return;
    event.preventDefault();
    const body = new URLSearchParams([...new FormData(request), [button.name, button.value]]);
    const reply = $("#reply");
    reply.setAttribute("aria-busy", "true");
    button.disabled = true;
    try {
      reply.innerHTML = await text(`/operations/${operation}/call`, { method: "POST", body, headers: { "x-part": "reply" } });
    } catch (error) {
      reply.textContent = `The explorer did not answer: ${error.message}`;
    }
    button.disabled = false;
    reply.removeAttribute("aria-busy");
    reply.dataset.filled = "";
    prepare(reply);
    reply.scrollIntoView({ block: "nearest" });
    announce($(".outcome", reply)?.textContent ?? "");
    remember(operation, $(".outcome strong, .outcome code", reply)?.textContent ?? "");
  });
}

// Forms whose answer stands beside them.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const target = document.getElementById(form.dataset.part ?? "");
  if (!target) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const options = { headers: { "x-part": "part" } };
  const post = form.method === "post";
  try {
    target.innerHTML = await text(post ? form.action : `${form.action}?${body}`, post ? { ...options, method: "POST", body } : options);
  } catch (error) {
    target.textContent = `The explorer did not answer: ${error.message}`;
  }
  prepare(target);
});

/** Polls what is being waited for until it is done. */
function watch(root) {
  const waiting = root.matches?.("#waiting[data-poll]") ? root : $("#waiting[data-poll]", root);
  if (!waiting || waiting.dataset.watched) return;
  waiting.dataset.watched = "yes";
  setTimeout(async () => {
    if (!waiting.isConnected) return;
    const box = document.createElement("div");
    try { box.innerHTML = await text(waiting.dataset.poll, { headers: { "x-part": "wait" } }); } catch { return; }
    const next = box.firstElementChild;
    waiting.replaceWith(next);
    watch(next);
  }, 400);
}

// What was called, kept in this browser without secrets.
const HISTORY = "history";

function entries() {
  try { return JSON.parse(localStorage.getItem(HISTORY)) ?? []; } catch { return []; }
}

function remember(operation, outcome) {
  const query = new URLSearchParams(fields(false)).toString();
  const entry = { operation, query, outcome, at: new Date().toISOString() };
  localStorage.setItem(HISTORY, JSON.stringify([entry, ...entries()].slice(0, 50)));
  showHistory();
}

function showHistory() {
  const box = $("#history");
  if (!box) return;
  const all = entries();
  box.hidden = all.length === 0;
  box.replaceChildren();
  if (!all.length) return;
  const title = document.createElement("h3");
  title.textContent = "History";
  const list = document.createElement("ul");
  list.className = "history";
  for (const { operation, query, outcome, at } of all.slice(0, 12)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/operations/${encodeURIComponent(operation)}${query ? `?${query}` : ""}`;
    link.textContent = operation;
    const about = document.createElement("small");
    about.textContent = ` ${outcome} ${new Date(at).toLocaleTimeString()}`;
    item.append(link, about);
    list.append(item);
  }
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "quiet";
  clear.textContent = "Forget all";
  clear.addEventListener("click", () => { localStorage.removeItem(HISTORY); showHistory(); });
  box.append(title, list, clear);
}

// The editor of the workbench.
const editor = $("[data-editor]");
if (editor) {
  const area = $("textarea", editor);
  area.addEventListener("input", later(async (isLatest) => {
    const found = await text("/workbench/check", { method: "POST", body: new URLSearchParams(new FormData(editor)) });
    if (!isLatest()) return;
    $("#findings").innerHTML = found;
    prepare($("#findings"));
  }, 250));
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-line]");
    if (!place) return;
    const lines = area.value.split("\n").slice(0, place.dataset.line);
    const start = lines.slice(0, -1).join("\n").length + (lines.length > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start + Number(place.dataset.column) - 1, start + lines.at(-1).length);
    area.scrollTop = (place.dataset.line - 5) * (area.scrollHeight / Math.max(1, area.value.split("\n").length));
  });
}

for (const button of $$("[data-without-script]")) button.hidden = true;
showHistory();
prepare();

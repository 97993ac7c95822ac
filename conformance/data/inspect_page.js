"use strict";
// All text from the stream goes in as textContent: nothing of it is ever markup.
const data = JSON.parse(document.getElementById("data").textContent);
const rows = Array.from(document.querySelectorAll("#messages tbody tr"));
const form = document.getElementById("filter");
const count = document.getElementById("count");

function make(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function table(elements) {
  const out = make("table"), head = make("tr");
  for (const word of ["element", "value", "descriptor", "bit", "bits"]) {
    const cell = make("th", word, word === "bit" || word === "bits" ? "n" : "");
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead"), body = make("tbody");
  top.append(head);
  for (const [element, value, descriptor, bit, bits] of elements) {
    const row = make("tr");
    row.append(make("td", element), make("td", value), make("td", descriptor),
      make("td", bit, "n"), make("td", bits, "n"));
    body.append(row);
  }
  out.append(top, body);
  return out;
}

// Elements in the order of the bits; those with subscripts that follow each other are a branch.
function tree(elements) {
  const out = make("div");
  let plain = [], at = 0;
  const stem = (row) => row[0].split("[")[0];
  const flush = () => { if (plain.length) { out.append(table(plain)); plain = []; } };
  while (at < elements.length) {
    if (!elements[at][0].includes("[")) { plain.push(elements[at++]); continue; }
    const names = new Set(), branch = [];
    while (at < elements.length && elements[at][0].includes("[")) {
      names.add(stem(elements[at]));
      branch.push(elements[at++]);
    }
    if (branch.length < 5) { plain.push(...branch); continue; }
    flush();
    const inner = make("details"), last = branch[branch.length - 1];
    const bits = last[3] + last[4] - branch[0][3];
    inner.append(make("summary",
      `${[...names].join(", ")}: ${branch.length} elements, bits ${branch[0][3]} to ${branch[0][3] + bits - 1}`));
    inner.addEventListener("toggle", () => {
      if (inner.open && inner.children.length === 1) inner.append(table(branch));
    });
    out.append(inner);
  }
  flush();
  return out;
}

function open(number, wanted) {
  const row = rows[number], button = row.querySelector("button");
  let below = document.getElementById(`tree-${number}`);
  const show = wanted === undefined ? button.getAttribute("aria-expanded") !== "true" : wanted;
  if (show && !below) {
    below = make("tr");
    below.id = `tree-${number}`;
    const cell = make("td");
    cell.colSpan = row.children.length;
    const message = data.messages[number];
    if (message.error) cell.append(make("p", message.error, "error"));
    if (message.note) cell.append(make("p", message.note));
    for (const finding of message.findings || []) cell.append(make("p", finding[1], finding[0]));
    if (message.rows.length) cell.append(tree(message.rows));
    below.append(cell);
    row.after(below);
  }
  if (below) below.hidden = !show;
  button.setAttribute("aria-expanded", String(show));
}

function text(message) {
  if (message.text === undefined) {
    const words = message.rows.map((row) => `${row[0]} ${row[1]}`);
    const found = (message.findings || []).map((finding) => finding[1]);
    message.text = [message.name, message.error || "", ...words, ...found].join("\n").toLowerCase();
  }
  return message.text;
}

function filter() {
  const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = form.type.value, au = form.au.value, only = form.found.checked;
  let shown = 0;
  rows.forEach((row, number) => {
    const message = data.messages[number];
    const fits = (!kind || String(message.type) === kind) && (au === "" || String(message.au) === au) &&
      (!only || message.error || (message.findings || []).length > 0) &&
      words.every((word) => text(message).includes(word));
    row.hidden = !fits;
    const below = document.getElementById(`tree-${number}`);
    if (below) below.hidden = !fits || row.querySelector("button").getAttribute("aria-expanded") !== "true";
    shown += fits;
  });
  count.textContent = `${shown} of ${rows.length} messages shown`;
}

// #m-12 opens a message; #q=gaze&type=224&au=3&found=1 filters: both can be sent to somebody.
function go() {
  const at = /^#m-(\d+)$/.exec(location.hash);
  if (at && rows[at[1]]) {
    form.reset();
    filter();
    open(Number(at[1]), true);
    rows[at[1]].scrollIntoView({ block: "center" });
    rows[at[1]].querySelector("button").focus({ preventScroll: true });
    return;
  }
  const asked = new URLSearchParams(location.hash.slice(1));
  if (["q", "type", "au", "found"].some((name) => asked.has(name))) {
    form.q.value = asked.get("q") || "";
    form.type.value = asked.get("type") || "";
    form.au.value = asked.get("au") || "";
    form.found.checked = asked.has("found");
    document.getElementById("messages").scrollIntoView();
  }
  filter();
}

rows.forEach((row, number) => row.querySelector("button").addEventListener("click", () => open(number)));
let waiting = 0;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
form.addEventListener("reset", () => setTimeout(filter));
document.addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); form.q.focus(); }
});
window.addEventListener("hashchange", go);
go();
document.documentElement.dataset.ready = "1";

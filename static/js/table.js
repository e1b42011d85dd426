// The table: each row saves its choice as a proposal. The panel of a statement opens
// beside the table or, if there is no space, under its row.

import { adopt, isSaved, save } from "./autosave.js";
import { start } from "./components.js";
import { keys } from "./keys.js";
import { showStored } from "./pieces.js";
import { root } from "./telling.js";

const WIDE = window.matchMedia("(min-width: 64em)");
const NO_RATING = ["not_agreed", "not_rated"];

const aside = document.getElementById("panel");
const rows = [...root.querySelectorAll(".app-settling-row")];
const buttons = root.querySelectorAll(".app-sticky-buttons button");
let opened = null; // { row, choice, evidence, was }
let current = null; // the row the keys are about

const codeOf = (row) => row.id.replace("row-", "");
const needsPanel = (row) => row.querySelector("[data-choice=panel]");

// The panel

function place(panel, row) {
  if (WIDE.matches) {
    aside.replaceChildren(panel);
    aside.hidden = false;
    root.classList.add("app-table--open");
  } else {
    row.append(panel);
  }
  row.classList.add("app-settling-row--open");
}

async function open(row, button) {
  if (!(await close())) {
    return;
  }
  await save();
  const query = new URLSearchParams(location.search);
  query.delete("open");
  const after = [...rows.slice(rows.indexOf(row) + 1), ...rows].find(
    (one) => one !== row && needsPanel(one),
  );
  const asked = new URLSearchParams({ table: query });
  asked.set("following", after ? codeOf(after) : "");
  let page;
  try {
    const response = await fetch(`${button.dataset.url}?${asked}`);
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return; // offline: the page's status says so as soon as anything is saved
  }
  const panel = page.getElementById("settle");
  if (!panel) {
    location.assign(button.dataset.url); // signed out, or no longer allowed
    return;
  }
  show(row, panel, page.getElementById(`evidence-of-${codeOf(row)}`));
}

function show(row, panel, found) {
  for (const one of panel.querySelectorAll("[role=status]")) {
    one.remove(); // the page has its own
  }
  const choice = row.querySelector(".app-settling-row__choice");
  const evidence = row.querySelector("[data-evidence]");
  opened = { row, choice, evidence, was: [...evidence.childNodes] };
  choice.hidden = true;
  for (const input of choice.querySelectorAll("input")) {
    input.disabled = true;
  }
  evidence.replaceChildren(...found.childNodes);
  evidence.closest("details").open = true;
  place(panel, row);
  start(panel);
  adopt(panel.querySelector("[data-entry]"));
  const answers = [...panel.querySelectorAll("input[type=radio]")];
  (answers.find((one) => one.checked) ?? answers[0]).focus({ preventScroll: true });
  row.scrollIntoView({ block: "start" });
}

// Returns false if something in the panel cannot be saved.
async function close() {
  if (!opened) {
    return true;
  }
  await save();
  const panel = document.getElementById("settle");
  const section = panel.querySelector("[data-entry]");
  if (!isSaved(section.dataset.entry)) {
    section.querySelector("textarea, input")?.focus();
    return false;
  }
  const { row, choice, evidence, was } = opened;
  const value = panel.querySelector("[name$=answer]:checked")?.value;
  const seen = panel.querySelector("[name$=seen]").value;
  panel.remove();
  aside.hidden = true;
  root.classList.remove("app-table--open");
  row.classList.remove("app-settling-row--open");
  evidence.replaceChildren(...was);
  choice.hidden = false;
  for (const input of choice.querySelectorAll("input")) {
    input.disabled = false;
    if (input.type === "radio") {
      input.checked = input.value === value;
    } else if (input.type === "hidden") {
      input.value = seen;
    }
  }
  if (choice.dataset.entry) {
    adopt(choice);
  }
  opened = null;
  return true;
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=open]");
  if (button) {
    event.preventDefault();
    open(button.closest(".app-settling-row"), button);
  }
});

// An answer without a single rating needs a reason, which the panel asks for.
root.addEventListener("change", ({ target }) => {
  const row = target.closest(".app-settling-row");
  if (row && target.type === "radio" && NO_RATING.includes(target.value)) {
    open(row, row.querySelector("button[name=open]"));
  }
  count();
});

root.addEventListener("stored", showStored);

// How many would be settled

const words = [...buttons].map((button) => button.textContent.trim());

function count() {
  const chosen = root.querySelectorAll(
    ".app-settling-row__choice:not([hidden]) input:checked",
  ).length;
  for (const [at, button] of buttons.entries()) {
    const counted = chosen ? `the ${chosen} chosen` : "the chosen";
    button.textContent = words[at].replace("the chosen", counted);
  }
}

// Keys

root.addEventListener("focusin", ({ target }) => {
  current = target.closest(".app-settling-row") ?? current;
});

function go(row) {
  if (row) {
    current = row;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }
}

const step = (by) => go(rows[current ? rows.indexOf(current) + by : 0]);

function toNextOpen() {
  const from = current ? rows.indexOf(current) + 1 : 0;
  const isOpen = (row) =>
    row.querySelector("[data-choice]:not([data-choice=done])") &&
    !row.querySelector("input:checked");
  go([...rows.slice(from), ...rows.slice(0, from)].find(isOpen));
}

keys({
  answers: () => current ?? rows[0],
  own: {
    n: () => step(1),
    p: () => step(-1),
    u: toNextOpen,
    o: () => current?.querySelector("button[name=open]")?.click(),
    e: () => current?.querySelector("summary")?.click(),
  },
});

const shown = root.querySelector("[data-panel]");
if (shown) {
  const row = shown.closest(".app-settling-row");
  current = row;
  if (WIDE.matches) {
    place(shown.firstElementChild, row);
  }
}
count();

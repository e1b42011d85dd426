// A page saves itself: after a pause, on leaving a field, on leaving the page. One
// request at a time, one entry each. What is typed stays in the page only. What
// colleagues save meanwhile is shown where nobody is typing.
//
// The page has `data-autosave` on a form, or around some: the URL to save at unless that
// is the form's own. It contains entries (entry.js); one that is saved at another URL has
// it as `data-at`. Pages that show more of what is stored listen for "stored" there: its
// detail has the entry, the server's answer about it, and all of the answer.

import { Entry } from "./entry.js";
import { clearErrors, showErrors } from "./errors.js";
import { beatWhileInUse, sayGone } from "./here.js";
import { grow, wordsOf } from "./part.js";
import { send } from "./sending.js";
import { form, root, tell, tellSaving, WHY, why } from "./telling.js";

const PAUSE = 1500; // milliseconds
const LONGEST = 10000; // that anything typed without a pause waits
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const LED_TO = ["clash", "invalid"];
const HURRY = 3000; // that a link waits for what is being saved
const UNHEARD = ["away", "offline"]; // what was sent may have been stored
const RETRIED = ["signed_out", ...UNHEARD];

const here = document.getElementById("here");
const heard = document.getElementById("heard");
const entries = new Map(); // by name

let timer = null;
let saving = null; // the run of saves going on
let turns = 0; // saves begun and ended
let wait = FIRST_RETRY;
let typedAt = null; // when what the next save has was begun
let at = null; // the entry the person was at last
let isLeaving = false; // by a button, after everything is saved
let isOver = false; // handed in, or closed
let isSomebodyElses = false; // the page's person is not the one signed in

const every = () => [...entries.values()];
const hasUnsaved = () => every().some((entry) => entry.isUnsaved);
const entryOf = (element) =>
  entries.get(element.closest("[data-entry]")?.dataset.entry);

// Add the entry of a fieldset, instead of the one with its name before.
export function adopt(fieldset) {
  fieldset.querySelectorAll("textarea").forEach(grow);
  const entry = new Entry(fieldset);
  entries.set(entry.name, entry);
  return entry;
}

// Whether everything in that entry is saved.
export function isSaved(name) {
  return !entries.get(name)?.isUnsaved;
}

// Saving

function saveIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

export function save() {
  clearTimeout(timer);
  typedAt = null;
  saving ??= saveAll().finally(afterSaving);
  return saving;
}

function nextToSave() {
  return isOver ? undefined : every().find((entry) => entry.canSave);
}

async function saveAll() {
  for (let next = nextToSave(); next; next = nextToSave()) {
    if (RETRIED.includes(await saveOne(next))) {
      saveIn(wait);
      wait = Math.min(wait * 2, LAST_RETRY);
      return;
    }
    wait = FIRST_RETRY;
  }
}

function afterSaving() {
  saving = null;
  if (every().some((entry) => !entry.version)) {
    beat(); // a colleague had changed another part
  }
}

async function saveOne(entry) {
  const { sent, fields } = entry.toSend();
  tellSaving();
  turns += 1;
  const address = entry.fieldset.dataset.at || root.dataset.autosave || form.action;
  const { kind, data } = await send(form, fields, address);
  turns += 1;
  isSomebodyElses = kind === "stranger";
  if (!UNHEARD.includes(kind)) {
    entry.unheard = null;
  }
  if (kind === "done" || kind === "clash") {
    const answer = data.entries[entry.name];
    entry.take(answer, sent);
    tellStored(entry, answer, data);
  } else if (!RETRIED.includes(kind)) {
    entry.refused = sent.join();
  }
  if (kind !== "clash" && !RETRIED.includes(kind)) {
    clearErrors(entry.fieldset);
  }
  if (kind === "invalid") {
    showErrors(data.errors);
  }
  const reason = kind === "clash" && entry.clashesWithOwn ? "own" : kind;
  const words = kind === "done" ? (data.said ?? `Saved ${data.at}`) : why(reason, data);
  entry.say(kind === "clash" ? `${words}. ${WHY.both}` : words, kind !== "done");
  tellOf(entry, words, kind, data);
  return kind;
}

function tellStored(entry, answer, data) {
  const detail = { entry, answer, data };
  root.dispatchEvent(new CustomEvent("stored", { detail }));
}

// The page says saved only if nothing on it waits for the person to decide, and leads to
// every entry that waits, in its order. Once the page is over, it keeps saying so, even if
// a save is still on its way.
function tellOf(entry, words, kind, data) {
  if (isOver) {
    return;
  }
  const isLedTo = LED_TO.includes(kind);
  const waits = every().filter(
    (one) => (one.isUnsaved && !one.canSave) || (isLedTo && one === entry),
  );
  if (waits.length && kind === "done") {
    tell(`${words}.`, "waits", linksTo(waits, "Not saved: "));
  } else if (isLedTo) {
    tell(`${words}.`, kind, linksTo(waits, "Go to "));
  } else {
    const links = leadsTo(data);
    tell(links.length ? `${words}.` : words, kind, links);
  }
}

// What the person can do about a refusal, as the server says
function leadsTo(data) {
  if (!data?.link) {
    return [];
  }
  const [href, words] = data.link;
  const link = document.createElement("a");
  Object.assign(link, {
    className: "govuk-link",
    href,
    target: "_blank",
    rel: "noopener",
  });
  link.textContent = `${words} (opens in a new tab)`;
  return [link];
}

// Colleagues

async function beat() {
  if (isOver || !here) {
    return;
  }
  const turn = turns;
  const fields = every().map(({ name, known }) => [name, known]);
  fields.push(["at", at ?? (entries.size === 1 ? every()[0].name : "")]);
  const { kind, data } = await send(form, fields, here.dataset.address);
  isSomebodyElses = kind === "stranger";
  showHere(kind === "done" ? data.here : "");
  if (kind === "done" && turn === turns) {
    hear(data);
  } else if (kind === "done" && Object.keys(data.entries).length) {
    Promise.resolve(saving).then(beat); // a save has overtaken this news
  } else if (kind === "refused") {
    isOver = true;
    tell(`${data?.message ?? ""} ${WHY.over}`.trim(), kind, leadsTo(data));
  } else if (kind === "signed_out" && !hasUnsaved()) {
    tell(WHY.signed_out_before, kind);
  } else if (kind === "stranger") {
    tell(WHY.stranger, kind);
  }
}

function hear(data) {
  for (const [name, answer] of Object.entries(data.entries)) {
    const entry = entries.get(name);
    const news = entry.hear(answer);
    tellStored(entry, answer, data);
    if (news.length) {
      entry.say(wordsOf(news[0], "changed this"));
      const words = wordsOf(news[0], "changed", entry.code);
      heard.replaceChildren(linkTo(entry, ...words));
    }
  }
}

function linkTo(entry, ...words) {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = `#${entry.fieldset.id}`;
  link.append(...words);
  return link;
}

// "Go to 7b, 7h", each a link
function linksTo(some, verb) {
  return some.flatMap((entry, at) =>
    at ? [", ", linkTo(entry, entry.code)] : [linkTo(entry, verb + entry.code)],
  );
}

function showHere(html) {
  if (here.dataset.shown !== html) {
    here.dataset.shown = html;
    here.innerHTML = html;
  }
}

// When

root.addEventListener("input", (event) => {
  isLeaving = false;
  grow(event.target);
  typedAt ??= Date.now();
  saveIn(Math.min(PAUSE, Math.max(0, typedAt + LONGEST - Date.now())));
});

root.addEventListener("change", (event) => {
  entryOf(event.target)?.matchReason(event.target);
  save();
});

root.addEventListener("focusin", (event) => {
  at = entryOf(event.target)?.name ?? at;
});

root.addEventListener("focusout", (event) => {
  const entry = entryOf(event.target);
  setTimeout(() => saving ?? entry?.settle()); // when the focus has moved on
});

for (const name of ["online", "focus"]) {
  window.addEventListener(name, () => save());
}

window.addEventListener("pagehide", () => {
  if (here && !isOver && !isSomebodyElses) {
    sayGone(form, here.dataset.address);
  }
});

window.addEventListener("pageshow", (event) => {
  isLeaving = false;
  if (event.persisted && !hasUnsaved()) {
    location.reload(); // the page is as it was left, what is stored may not be
  } else {
    save();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !isLeaving) {
    save(); // the page may be going for good
  }
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && hasUnsaved()) {
    event.preventDefault();
  }
});

// A link saves first as well, so that the next page shows what was typed on this one.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && goesElsewhere(link, event) && (saving || nextToSave())) {
    event.preventDefault();
    saveThenFollow(link.href);
  }
});

function goesElsewhere(link, event) {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const isHere = link.href.split("#")[0] === location.href.split("#")[0];
  return isPlain && !isHere && !link.target && !event.defaultPrevented;
}

async function saveThenFollow(address) {
  await Promise.race([
    Promise.resolve(saving).then(save),
    new Promise((go) => setTimeout(go, HURRY)),
  ]);
  location.assign(address); // the browser asks first if something is not saved
}

// What to keep of two texts that clash
root.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-keep]");
  if (button) {
    const entry = entryOf(button);
    entry.keep(button.dataset.keep);
    entry.fieldset.tabIndex = -1;
    entry.fieldset.focus();
    tell("");
    save();
  }
});

// A button saves here first, and leaves the page only when nothing can be lost.
// A choice between two texts is sent at once: it decides about the unsaved text.
root.addEventListener("submit", (event) => {
  const isChoice = event.submitter && "choice" in event.submitter.dataset;
  if (!isChoice && (saving || hasUnsaved())) {
    event.preventDefault();
    saveThenLeave(event.target, event.submitter);
  } else if (!navigator.onLine) {
    event.preventDefault(); // the browser would put its own page in place of this
    tell(WHY.offline_saved, "offline");
  } else {
    isLeaving = true;
  }
});

async function saveThenLeave(sent, button) {
  const seen = every().filter((entry) => entry.isShown); // before this press
  await saving;
  for (const entry of seen) {
    entry.insist(button?.value);
  }
  await save();
  const left = every().find((entry) => entry.isUnsaved);
  if (left) {
    location.hash = left.fieldset.id; // where one entry is shown at a time, this one
    left.fieldset.tabIndex = -1;
    left.fieldset.focus();
  } else if (button?.isConnected !== false) {
    sent.requestSubmit(button); // but one that stood in a clash has gone with it
  }
}

for (const fieldset of root.querySelectorAll("[data-entry]")) {
  adopt(fieldset);
}
beatWhileInUse(beat);

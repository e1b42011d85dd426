// An area's page saves itself: after a pause, on leaving a field, on leaving the page.
// One request at a time, one statement each. What is typed stays in the page only.
// What colleagues save meanwhile is shown where nobody is typing.

import { clearErrors, showErrors } from "./errors.js";
import { beatWhileInUse, sayGone } from "./here.js";
import { grow, wordsOf } from "./part.js";
import { send } from "./sending.js";
import { Statement } from "./statement.js";
import { tell, tellSaving, WHY, why } from "./telling.js";

const PAUSE = 1500; // milliseconds
const LONGEST = 10000; // that anything typed without a pause waits
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const LED_TO = ["clash", "invalid"];
const RETRIED = ["signed_out", "away", "offline"];

const form = document.getElementById("draft");
const progress = document.getElementById("progress");
const nextHere = document.getElementById("next-here"); // the same, at the page's foot
const here = document.getElementById("here");
const heard = document.getElementById("heard");
const statements = [...form.querySelectorAll("[data-statement]")].map(
  (fieldset) => new Statement(fieldset),
);
const of = new Map(statements.map((one) => [one.fieldset, one]));
const byName = new Map(statements.map((one) => [one.name, one]));

let timer = null;
let saving = null; // the run of saves going on
let turns = 0; // saves begun and ended
let wait = FIRST_RETRY;
let typedAt = null; // when what the next save has was begun
let isLeaving = false; // by a button, after everything is saved
let isOver = false; // handed in, or closed
let isSomebodyElses = false; // the page's person is not the one signed in

const hasUnsaved = () => statements.some((one) => one.isUnsaved);

// Saving

function saveIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

function save() {
  clearTimeout(timer);
  typedAt = null;
  saving ??= saveAll().finally(afterSaving);
  return saving;
}

function nextToSave() {
  return isOver ? undefined : statements.find((one) => one.canSave);
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
  if (statements.some((one) => !one.version)) {
    beat(); // a colleague had changed another part
  }
}

async function saveOne(statement) {
  const sent = statement.texts();
  tellSaving();
  const fields = [[statement.seen.name, statement.seen.value], ...statement.fields()];
  turns += 1;
  const { kind, data } = await send(form, fields);
  turns += 1;
  isSomebodyElses = kind === "stranger";
  if (kind === "done" || kind === "clash") {
    const answer = data.statements[statement.name];
    showState(statement, answer.state, data.progress);
    statement.take(answer, sent);
  } else if (!RETRIED.includes(kind)) {
    statement.refused = sent.join();
  }
  if (kind !== "clash" && !RETRIED.includes(kind)) {
    clearErrors(statement.fieldset);
  }
  if (kind === "invalid") {
    showErrors(data.errors);
  }
  const words = kind === "done" ? `Saved ${data.at}` : why(kind, data);
  statement.say(kind === "clash" ? `${words}. ${WHY.both}` : words, kind !== "done");
  tellOf(statement, words, kind);
  return kind;
}

// The page says saved only if nothing on it waits for the person to decide. Once the
// draft is over, the page keeps saying so, even if a save is still on its way.
function tellOf(statement, words, kind) {
  if (isOver) {
    return;
  }
  const waits = statements.find((one) => one.isUnsaved && !one.canSave);
  if (waits && kind === "done") {
    tell(`${words}.`, "waits", linkTo(waits, `Not saved: ${waits.code}`));
  } else if (LED_TO.includes(kind)) {
    tell(`${words}.`, kind, linkTo(statement, `Go to ${statement.code}`));
  } else {
    tell(words, kind);
  }
}

function showState(statement, state, html) {
  const shown = document.querySelector(`[data-state-of="${statement.name}"]`);
  if (shown) {
    shown.textContent = state;
  }
  if (!progress.contains(document.activeElement)) {
    progress.innerHTML = html;
  }
  nextHere?.replaceChildren(progress.querySelector("a").cloneNode(true));
}

// Colleagues

async function beat() {
  if (isOver) {
    return;
  }
  const turn = turns;
  const versions = statements.map(({ name, known }) => [name, known]);
  const { kind, data } = await send(form, versions, here.dataset.address);
  isSomebodyElses = kind === "stranger";
  showHere(kind === "done" ? data.here : "");
  if (kind === "done" && turn === turns) {
    hear(data);
  } else if (kind === "done" && Object.keys(data.statements).length) {
    Promise.resolve(saving).then(beat); // a save has overtaken this news
  } else if (kind === "refused") {
    isOver = true;
    tell(`${data?.message ?? ""} ${WHY.over}`.trim(), kind);
  } else if (kind === "signed_out" && !hasUnsaved()) {
    tell(WHY.signed_out_before, kind);
  } else if (kind === "stranger") {
    tell(WHY.stranger, kind);
  }
}

function hear(data) {
  for (const [name, answer] of Object.entries(data.statements)) {
    const statement = byName.get(name);
    const news = statement.hear(answer);
    showState(statement, answer.state, data.progress);
    if (news.length) {
      statement.say(wordsOf(news[0], "changed this"));
      const words = wordsOf(news[0], "changed", statement.code);
      heard.replaceChildren(linkTo(statement, ...words));
    }
  }
}

function linkTo(statement, ...words) {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = `#${statement.fieldset.id}`;
  link.append(...words);
  return link;
}

function showHere(html) {
  if (here.dataset.shown !== html) {
    here.dataset.shown = html;
    here.innerHTML = html;
  }
}

beatWhileInUse(beat);

window.addEventListener("pagehide", () => {
  if (!isOver && !isSomebodyElses) {
    sayGone(form, here.dataset.address);
  }
});

// When

form.addEventListener("input", (event) => {
  isLeaving = false;
  grow(event.target);
  typedAt ??= Date.now();
  saveIn(Math.min(PAUSE, Math.max(0, typedAt + LONGEST - Date.now())));
});

form.addEventListener("change", (event) => {
  of.get(event.target.closest("[data-statement]"))?.matchReason(event.target);
  save();
});

form.addEventListener("focusout", (event) => {
  const statement = of.get(event.target.closest("[data-statement]"));
  setTimeout(() => saving ?? statement?.settle()); // when the focus has moved on
});

for (const name of ["online", "focus"]) {
  window.addEventListener(name, () => save());
}

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

// A button saves here first, and leads on only when nothing can be lost on the way.
form.addEventListener("submit", (event) => {
  if (saving || hasUnsaved()) {
    event.preventDefault();
    saveThenLeave(event.submitter);
  } else if (!navigator.onLine) {
    event.preventDefault(); // the browser would put its own page in place of this
    tell(WHY.offline_saved, "offline");
  } else {
    isLeaving = true;
  }
});

async function saveThenLeave(button) {
  await saving;
  for (const one of statements) {
    one.insist(button?.value);
  }
  await save();
  const left = statements.find((one) => one.isUnsaved);
  if (left) {
    left.fieldset.tabIndex = -1;
    left.fieldset.focus();
  } else {
    form.requestSubmit(button);
  }
}

form.querySelectorAll("textarea").forEach(grow);

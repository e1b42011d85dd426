// An area's page saves itself: after a pause, on leaving a field, on leaving the page.
// One request at a time, one statement each. What is typed stays in the page only.

import { send } from "./sending.js";
import { Statement } from "./statement.js";

const PAUSE = 1500; // milliseconds
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const RETRIED = ["signed_out", "away", "offline"];
const KEPT = "Your text is still here";
const WHY = {
  clash: `Not saved: somebody changed the same answer. Both texts are shown there`,
  invalid: `Not saved: something needs correcting. ${KEPT}`,
  refused: `Not saved: this draft can no longer be changed here. ${KEPT}: copy what you need`,
  stranger: `Not saved: somebody else is signed in now. ${KEPT}: sign in again as yourself`,
  signed_out: `Not saved. You have been signed out. ${KEPT}: sign in in another tab, then it saves itself.`,
  away: `Not saved: the service cannot be reached. ${KEPT}, and it tries again`,
  offline: `Not saved: you are offline. ${KEPT}, and it is saved when you are back`,
};

const form = document.getElementById("draft");
const status = document.getElementById("save-status");
const progress = document.getElementById("progress");
const statements = [...form.querySelectorAll("[data-statement]")].map(
  (fieldset) => new Statement(fieldset),
);
const of = new Map(statements.map((one) => [one.fieldset, one]));

let timer = null;
let saving = null; // the run of saves going on
let wait = FIRST_RETRY;
let isLeaving = false; // by a button, which saves everything

// Saving

function saveIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

function save() {
  clearTimeout(timer);
  saving ??= saveAll().finally(() => (saving = null));
  return saving;
}

async function saveAll() {
  let next;
  while ((next = statements.find((one) => one.canSave))) {
    if (RETRIED.includes(await saveOne(next))) {
      saveIn(wait);
      wait = Math.min(wait * 2, LAST_RETRY);
      return;
    }
    wait = FIRST_RETRY;
  }
}

async function saveOne(statement) {
  const sent = statement.text();
  tell("Saving");
  const fields = [[statement.seen.name, statement.seen.value], ...statement.fields()];
  const { kind, data } = await send(form, fields);
  if (kind === "saved" || kind === "clash") {
    takeAnswer(data);
    statement.take(data.statements[statement.name], sent);
  } else if (!RETRIED.includes(kind)) {
    statement.refused = sent;
  }
  if (kind === "invalid") {
    statement.showErrors(data.errors);
  } else if (kind === "saved") {
    statement.clearErrors();
  }
  const words = kind === "saved" ? `Saved ${data.at}` : why(kind, data);
  statement.say(words, kind !== "saved");
  tell(words, kind);
  return kind;
}

function why(kind, data) {
  return kind === "refused" && data?.message
    ? `Not saved. ${data.message} ${KEPT}: copy what you need`
    : WHY[kind];
}

function takeAnswer(data) {
  for (const [name, { state }] of Object.entries(data.statements)) {
    const shown = document.querySelector(`[data-state-of="${name}"]`);
    if (shown) {
      shown.textContent = state;
    }
  }
  if (!progress.contains(document.activeElement)) {
    progress.innerHTML = data.progress;
  }
}

// The page's own word on it, told to screen readers when it changes
function tell(words, kind = "saved") {
  if (status.textContent.trim() !== words) {
    status.textContent = words;
  }
  status.classList.toggle("app-save-status--failed", kind !== "saved");
  if (kind === "signed_out") {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = form.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in (opens in a new tab)";
    status.append(" ", link);
  }
}

// When

form.addEventListener("input", (event) => {
  grow(event.target);
  saveIn(PAUSE);
});

form.addEventListener("change", (event) => {
  of.get(event.target.closest("[data-statement]"))?.matchReason(event.target);
  save();
});

for (const name of ["online", "focus"]) {
  window.addEventListener(name, () => save());
}

window.addEventListener("pageshow", (event) => {
  isLeaving = false;
  if (event.persisted && !statements.some((one) => one.isUnsaved)) {
    location.reload(); // the page is as it was left, what is stored may not be
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !isLeaving) {
    save(); // the page may be going for good
  }
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && statements.some((one) => one.isUnsaved)) {
    event.preventDefault();
  }
});

// A button waits for the save that leaving the field has begun
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!navigator.onLine) {
    event.preventDefault(); // the browser would put its own page over the text
    tell(WHY.offline, "offline");
  } else if (saving) {
    event.preventDefault();
    const button = event.submitter;
    saving.finally(() => {
      clearTimeout(timer);
      form.requestSubmit(button);
    });
  } else {
    isLeaving = true;
  }
});

// Boxes that grow

function grow(box) {
  if (box.tagName === "TEXTAREA" && box.scrollHeight > box.clientHeight) {
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }
}

form.querySelectorAll("textarea").forEach(grow);

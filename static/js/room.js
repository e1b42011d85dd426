// The room's page follows the meeting. It keeps asking whether what it shows is
// current, and puts in what is new. Forms go in the background, so nothing typed is
// lost when the meeting moves on, or when the connection is.

import { start } from "./components.js";
import { send } from "./sending.js";
import { carryOver, changed, keepAside } from "./unsent.js";
import "./room_keys.js";

const EVERY = 1400; // milliseconds between two questions: a move is seen within 2 s
const RETRY = 2000;
const HERE_EVERY = 19000; // noted at most every 15 seconds, and believed for 30
const CLOCK_EVERY = 5000;
const PATIENCE = 10000;
const QUIET = 60 * 60000; // with nothing done here nor in the meeting

const STRANGER = "Somebody else is signed in now, so this page no longer follows.";
const LOST = "Not connected: trying again. Your text is still here.";
const WHY = {
  signed_out:
    "Not sent: you have been signed out. Sign in using another tab, then send it again.",
  stranger: "Not sent: somebody else is signed in now. Sign in again as yourself.",
  away: "Not sent: we cannot reach the service. Send it again in a moment.",
  offline: "Not sent: you are offline. Send it again when you are back.",
  refused: "Not sent. Reload this page.",
};

const byId = (id) => document.getElementById(id);
const form = byId("room");
const bar = () => byId("room-bar");

let timer = null;
let asking = null; // the question or the loading going on
let isSending = false;
let isOver = false; // the meeting, or the person's part in it
let lastNews = Date.now();
let shownAt = Date.now();

// Putting in what is new

function plain(region) {
  return region.innerHTML.replace(/<input[^>]*csrfmiddlewaretoken[^>]*>/g, "");
}

const shown = new Map(
  [...document.querySelectorAll("[data-region]")].map((one) => [one.id, plain(one)]),
);

// `sent` is the form that was sent and answered, if any. A form with something not sent
// yet is left alone, and so is its record of the version it has seen.
function show(fresh, sent) {
  const focused = document.activeElement;
  for (const region of fresh.querySelectorAll("[data-region]")) {
    if (sent || region.id !== "room-told") {
      put(region, byId(region.id), sent);
    }
  }
  byId("room-here").replaceChildren(...fresh.getElementById("room-here").childNodes);
  document.title = fresh.title;
  lastNews = shownAt = Date.now();
  isOver = "over" in bar().dataset;
  tick();
  keepFocus(focused);
}

function put(fresh, region, sent) {
  for (const name of ["seen", "over", "keys"]) {
    delete region.dataset[name];
  }
  Object.assign(region.dataset, fresh.dataset);
  const html = plain(fresh);
  if (html === shown.get(region.id) && !region.contains(sent)) {
    return;
  }
  const unsent = changed(region).filter((control) => control.form !== sent);
  const about = unsent.find((one) => one.form.dataset.about)?.form.dataset.about;
  if (about && !region.contains(sent)) {
    if (!fresh.querySelector(`[data-about="${CSS.escape(about)}"]`)) {
      keepAside(region, about, refresh);
    }
    return;
  }
  const opened = region.querySelectorAll("details[open]");
  region.replaceChildren(...fresh.childNodes);
  for (const { id } of opened) {
    byId(id)?.setAttribute("open", "");
  }
  shown.set(region.id, html);
  start(region);
  carryOver(unsent);
}

function keepFocus(focused) {
  if (focused.isConnected) {
    return;
  }
  const target =
    (focused.id && byId(focused.id)) ||
    document.querySelector("#room-controls button") ||
    document.querySelector("#room-statement h1");
  if (target.matches("h1")) {
    target.tabIndex = -1;
  }
  target.focus({ preventScroll: true });
}

function told() {
  return [...byId("room-news").children].map((one) => one.textContent);
}

function say(before) {
  const news = told().filter((words) => !before.includes(words));
  if (news.length) {
    const sentences = news.map((words) => words.replace(/\.?$/, "."));
    byId("room-said").textContent = sentences.join(" ");
  }
}

// Following

function tell(words, signIn) {
  const place = byId("room-connection");
  if (place.firstChild?.textContent === words || (!words && !place.firstChild)) {
    return;
  }
  place.textContent = words;
  if (signIn) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = form.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in (opens in a new tab)";
    place.append(" ", link);
  }
}

// The answer, or null with the reason told
async function ask(address) {
  let response;
  try {
    response = await fetch(address, {
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    tell(LOST);
    return null;
  }
  if (response.redirected) {
    tell("You have been signed out.", true);
    return null;
  }
  if (response.status >= 500) {
    tell(LOST);
    return null;
  }
  if (!response.ok) {
    isOver = true;
    tell("You can no longer see this meeting.");
    return null;
  }
  tell("");
  return response;
}

async function load(sent) {
  const response = await ask(location.pathname);
  if (response) {
    showPage(await response.text(), sent);
  }
}

function showPage(html, sent) {
  const before = told();
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (fresh.getElementById("room")?.dataset.person !== form.dataset.person) {
    isOver = true;
    tell(STRANGER, true);
    return;
  }
  show(fresh, sent);
  say(before);
}

async function follow() {
  const response = await ask(`${form.dataset.state}?seen=${bar().dataset.seen}`);
  if (response?.status === 200 && !isSending) {
    showPage(await response.text());
  }
  return Boolean(response);
}

function isInUse() {
  return (
    document.visibilityState === "visible" && !isOver && Date.now() - lastNews < QUIET
  );
}

function next(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(turn, milliseconds);
}

function turn() {
  clearTimeout(timer);
  if (!isInUse() || isSending) {
    return;
  }
  asking ??= follow().then((isConnected) => {
    asking = null;
    next(isConnected ? EVERY : RETRY);
  });
}

async function refresh(sent) {
  await asking;
  await load(sent);
}

// Sending

async function submit(sent, button) {
  const fields = new FormData(sent, button);
  fields.delete("csrfmiddlewaretoken");
  byId("room-failed").textContent = "";
  isSending = true;
  const { kind, data } = await send(form, [...fields], sent.action);
  await asking;
  if (kind === "done") {
    await load(sent);
  } else if (data?.page) {
    showPage(data.page, kind === "refused" ? form : sent);
  } else {
    byId("room-failed").textContent = data?.message ?? WHY[kind];
    if (data?.link) {
      byId("room-failed").append(" ", linkTo(...data.link));
    }
  }
  isSending = false;
  turn();
}

function linkTo(href, words) {
  const link = document.createElement("a");
  Object.assign(link, { className: "govuk-link", href, textContent: words });
  return link;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-room]")) {
    event.preventDefault();
    if (!isSending) {
      submit(event.target, event.submitter);
    }
  }
});

window.addEventListener("beforeunload", (event) => {
  if (changed(document).some((control) => control.form?.dataset.about)) {
    event.preventDefault();
  }
});

// Who is here

async function sayHere() {
  if (isInUse()) {
    const { kind, data } = await send(form, [], form.dataset.state);
    if (kind === "done") {
      byId("room-here").innerHTML = data.here;
    } else if (kind === "refused" && !isSending) {
      refresh(); // the assessment was submitted
    }
  }
}

// The minutes since the meeting came to the statement

function tick() {
  const clock = byId("room-clock");
  if (clock) {
    const passed = Math.floor((Date.now() - shownAt) / 60000);
    clock.querySelector("[data-passed]").textContent =
      Number(clock.dataset.minutes) + passed;
  }
}

for (const name of ["keydown", "pointerdown", "input"]) {
  const noted = () => {
    const wasInUse = isInUse();
    lastNews = Date.now();
    if (!wasInUse) {
      turn();
    }
  };
  window.addEventListener(name, noted, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", turn);
window.addEventListener("online", turn);
isOver = "over" in bar().dataset;
setInterval(tick, CLOCK_EVERY);
setInterval(sayHere, HERE_EVERY);
sayHere();
turn();

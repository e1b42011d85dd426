// Keep pressing "Make the missing PDFs" until all are made, or the person stops it.
// Each press is answered after some seconds with its progress.

import { send } from "./sending.js";

const PAUSE = 3000; // milliseconds, while somebody else is making them
const TRIES = 20; // with no answer, one after the other
const PATIENCE = 90000; // a PDF that was begun may take a minute

const MAKING = "Making PDFs. If you leave this page, the PDFs already made are kept.";
const BUSY = "A colleague or the server is making PDFs at the moment.";
const LOST = "We cannot reach the service: trying again.";
const STOPPED = "Stopped. The PDFs already made are kept.";
const DONE = "Done.";
const WHY = {
  signed_out:
    "Stopped: you have been signed out. Sign in again, then reload this page.",
  stranger: "Stopped: somebody else is signed in now. Reload this page.",
  refused: "Stopped. Reload this page.",
};

const form = document.getElementById("make-pdfs");
const region = document.getElementById("pdfs");
const button = form.querySelector("button");
const press = button.textContent;
let isRunning = false; // until all are made, or the person stops it
let isAsking = false;
let failures = 0;

function say(text) {
  document.getElementById("pdfs-said").textContent = text;
}

function stop(text) {
  isRunning = false;
  button.textContent = press;
  say(text);
}

function put(html) {
  const wasOpen = region.querySelector("details")?.open;
  region.innerHTML = html;
  region.querySelector("details")?.toggleAttribute("open", wasOpen);
}

function end(text) {
  const hadFocus = document.activeElement === button;
  stop(text);
  form.hidden = true;
  if (hadFocus) {
    region.tabIndex = -1;
    region.focus();
  }
}

// Returns how long to wait before the next press.
function heard(answer) {
  if (answer.kind === "done") {
    failures = 0;
    return show(answer.data);
  }
  failures += 1;
  if (answer.kind in WHY || failures > TRIES) {
    stop(WHY[answer.kind] ?? WHY.refused);
  } else if (isRunning) {
    say(LOST);
  }
  return PAUSE;
}

function show(data) {
  put(data.html);
  if (data.is_done) {
    end(`${DONE} ${data.words}.`);
  } else if (isRunning) {
    say(`${data.is_busy ? BUSY : MAKING} ${data.words}.`);
  }
  return data.is_busy ? PAUSE : 0;
}

async function run() {
  isAsking = true;
  while (isRunning) {
    const pause = heard(await send(form, {}, form.action, PATIENCE));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  isAsking = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isRunning) {
    stop(STOPPED);
    return;
  }
  isRunning = true;
  failures = 0;
  button.textContent = "Stop";
  say(MAKING);
  if (!isAsking) {
    run();
  }
});

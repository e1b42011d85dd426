// Put what a group wrote into the final texts, and take it out again, by the same
// control. The server makes the text (moderation/quoting.py), as it does without
// scripts. The browser's undo knows of it.

import { send } from "./sending.js";
import { form, root } from "./telling.js";

const status = document.getElementById("taken");

const entryOf = () => root.querySelector("[data-entry][data-url]");

async function use(button) {
  const entry = entryOf();
  const name = entry.dataset.entry;
  const boxes = [...entry.querySelectorAll("textarea")];
  const fields = boxes.map((box) => [box.name, box.value]);
  const url = entry.dataset.url;
  const { kind, data } = await send(form, [["use", button.value], ...fields], url);
  if (kind !== "done" || !data.field) {
    status.textContent = "Not added: we cannot reach the service. Try again.";
    return;
  }
  put(document.getElementById(`id_${name}-${data.field}`), data.text);
  status.textContent = data.notice;
  button.focus({ preventScroll: true });
}

// Replace what differs, as if it were typed, so that it can be undone.
function put(box, text) {
  const old = box.value;
  let start = 0;
  while (start < old.length && old[start] === text[start]) {
    start += 1;
  }
  let end = 0;
  const most = Math.min(old.length, text.length) - start;
  while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) {
    end += 1;
  }
  const news = text.slice(start, text.length - end);
  const top = document.documentElement.scrollTop;
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, old.length - end);
  if (!document.execCommand(news ? "insertText" : "delete", false, news)) {
    box.setRangeText(news);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.documentElement.scrollTop = top;
}

// Show which pieces are in the texts, as they are stored now.
function show({ pieces, lengths }) {
  for (const button of document.querySelectorAll("button[name=use]")) {
    const isIn = pieces.includes(button.value);
    const { add, take } = button.dataset;
    button.firstElementChild.textContent = isIn ? take : add;
    button.closest("[data-quote]")?.classList.toggle("app-quote--in", isIn);
  }
  for (const [name, words] of Object.entries(lengths)) {
    const line = entryOf()?.querySelector(`[data-length=${name}]`);
    if (line) {
      line.textContent = words;
    }
  }
}

export function showStored({ detail: { entry, answer } }) {
  const about = entry.fieldset.querySelector("[data-about]");
  if (about && answer.about !== undefined) {
    about.innerHTML = answer.about;
  }
  if (answer.pieces && entry.fieldset === entryOf()) {
    show(answer);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=use]");
  if (button) {
    event.preventDefault();
    use(button);
  }
});

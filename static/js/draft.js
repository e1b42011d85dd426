// An area's page: it saves itself, and shows the group's progress.

import "./autosave.js";
import { root } from "./telling.js";

const progress = document.getElementById("progress");
const nextHere = document.getElementById("next-here"); // the same, at the page's foot

// Warnings of text that may identify somebody: announced once, and when they change.
root.addEventListener("stored", ({ detail: { entry, answer } }) => {
  for (const [name, words] of Object.entries(answer.identifying ?? {})) {
    const place = entry.fieldset.querySelector(`[data-identifying="${name}"]`);
    if (place && place.textContent !== words) {
      place.textContent = words;
    }
  }
});

root.addEventListener("stored", ({ detail: { entry, answer, data } }) => {
  const shown = document.querySelector(`[data-state-of="${entry.name}"]`);
  if (shown) {
    shown.textContent = answer.state;
  }
  if (!progress.contains(document.activeElement)) {
    progress.innerHTML = data.progress;
  }
  nextHere?.replaceChildren(progress.querySelector("a").cloneNode(true));
});

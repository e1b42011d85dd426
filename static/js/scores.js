// The page of global scores: what is written saves itself as a proposal.

import "./autosave.js";
import { root } from "./telling.js";

root.addEventListener("stored", ({ detail: { entry, answer } }) => {
  const about = entry.fieldset.querySelector("[data-about]");
  if (about && answer.about !== undefined) {
    about.innerHTML = answer.about;
  }
});

// The page's own word on what is saved, told to screen readers when it changes.

const FAILED = "app-save-status--failed";
const KEPT = "Your text is still here";

export const WHY = {
  clash: `Not saved: somebody changed the same answer`,
  own: `Not saved: you changed the same answer somewhere else`,
  both: `Both texts are shown above`,
  invalid: `Not saved: there is something to correct. ${KEPT}`,
  refused: `Not saved: this can no longer be changed here. ${KEPT}: copy what you need`,
  stranger: `Not saved: somebody else is signed in now. ${KEPT}: sign in again as yourself`,
  signed_out: `Not saved. You have been signed out. ${KEPT}: sign in using another tab and we will save it.`,
  signed_out_before: `You have been signed out. Sign in using another tab before you continue.`,
  away: `Not saved: we cannot reach the service. ${KEPT} and we will keep trying`,
  offline: `Not saved: you are offline. ${KEPT} and we will save it when you are back online`,
  offline_saved: `You are offline. Everything on this page is saved: try again when you are back online`,
  over: `Your unsaved text is still here: copy what you need.`,
};

export const root = document.querySelector("[data-autosave]"); // a form, or around some
export const form = root.matches("form") ? root : root.querySelector("form");
const status = document.getElementById("save-status");

export function why(kind, data) {
  return kind === "refused" && data?.message
    ? `Not saved. ${data.message} ${KEPT}: copy what you need`
    : WHY[kind];
}

// Say how a save ended; `links` lead to what the person has to do about it.
export function tell(words, kind = "done", links = []) {
  const shown = kind === "signed_out" ? [signIn()] : links;
  const parts = shown.length ? [words, " ", ...shown] : [words];
  if (status.textContent !== parts.map((part) => part.textContent ?? part).join("")) {
    status.replaceChildren(...parts);
  }
  status.classList.toggle(FAILED, kind !== "done");
}

// What could not be saved stays said until it is.
export function tellSaving() {
  if (!status.classList.contains(FAILED)) {
    tell("Saving");
  }
}

function signIn() {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = form.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in (opens in a new tab)";
  return link;
}

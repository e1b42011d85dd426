// Keyboard shortcuts for the person leading a meeting, except when typing in a box.

const WRITING = "textarea, select, input:not([type=radio]):not([type=checkbox])";
const ANSWERS = "#settle [name=answer]";
const find = (selector) => document.querySelector(selector);
const OWN = {
  s: () => (find(`${ANSWERS}:checked`) ?? find(ANSWERS))?.focus(),
  e: () => find("#room-evidence summary")?.click(),
};

function areOn() {
  return "keys" in document.getElementById("room-bar").dataset;
}

document.addEventListener("keydown", (event) => {
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
  if (!isPlain || !areOn() || event.target.closest(WRITING)) {
    return;
  }
  const key = event.shiftKey ? event.key : event.key.toLowerCase(); // caps lock
  const button = find(`[data-key="${CSS.escape(key)}"]`);
  if (button) {
    button.click();
  } else if (Object.hasOwn(OWN, key)) {
    event.preventDefault();
    OWN[key]();
  }
});

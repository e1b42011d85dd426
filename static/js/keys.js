// Keyboard shortcuts, except when typing in a box. They can be turned off
// (room/_keys.html). A link or button with `data-key` is that key's; a digit chooses the
// rating with that value; s goes to the answer.

import { send } from "./sending.js";
import { form } from "./telling.js";

const WRITING = "textarea, select, input:not([type=radio]):not([type=checkbox])";
const RATINGS = "input[type=radio][name$=answer], input[type=checkbox][data-rating]";

const switched = () => document.querySelector("[data-keys]");

// `answers` gives the element whose answer the keys are about, `own` has more keys.
export function keys({ answers, own = {} }) {
  const find = (selector) => answers()?.querySelector(selector);

  function choose(value) {
    const box = [...(answers()?.querySelectorAll(RATINGS) ?? [])].find(
      (one) => (one.dataset.rating ?? one.value) === value,
    );
    if (box) {
      box.focus({ preventScroll: true });
      box.scrollIntoView({ block: "nearest" }); // not at all if it is in sight
      if (!box.checked) {
        box.click();
      }
    }
    return Boolean(box);
  }

  const actions = {
    s: () => (find(`${RATINGS}:checked`) ?? find(RATINGS) ?? find("button"))?.focus(),
    "?": () => document.querySelector("#keys-about summary")?.click(),
    ...own,
  };

  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
    if (!isPlain || !switched() || event.target.closest(WRITING)) {
      return;
    }
    const key = event.shiftKey ? event.key : event.key.toLowerCase(); // caps lock
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (Object.hasOwn(actions, key)) {
      event.preventDefault();
      actions[key]();
    } else if (button) {
      event.preventDefault();
      button.click();
    } else if (/^\d$/.test(key) && choose(key)) {
      event.preventDefault();
    }
  });
}

const button = document.querySelector("[data-keys-switch]");

button?.addEventListener("click", async () => {
  const region = button.parentElement;
  const turn = "keys" in region.dataset ? "off" : "on";
  const { kind } = await send(form, [["keys", turn]], button.dataset.keysSwitch);
  if (kind === "done") {
    region.toggleAttribute("data-keys", turn === "on");
    button.textContent = `Turn keyboard shortcuts ${turn === "on" ? "off" : "on"}`;
  }
});

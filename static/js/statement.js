// One statement of an area's page: its fields, whether they are stored, and its status line.
//
// Its token, "version.mark.mark", tells the server what the page has shown: a mark for
// each part. While a part shows something older than the rest, there is no version.

import { Part } from "./part.js";

const FOR_ALL = ["all", "next", "hand_in"]; // buttons
const SCORE = [["given"]];
const ANSWER = [["rating", "reason"], ["evidence"], ["ideas"]]; // in the token's order

export class Statement {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.name = fieldset.dataset.statement;
    this.code =
      fieldset.querySelector(".app-statement__code")?.textContent ?? "the score";
    this.seen = fieldset.querySelector(`[name="${this.name}-seen"]`);
    this.clash = fieldset.querySelector("[data-clash]");
    this.note = fieldset.querySelector("[data-note]");
    this.history = fieldset.querySelector("[data-history]");
    this.reason = fieldset.querySelector("[data-reason]");
    this.refused = null; // what the server would not take
    this.known = this.version; // as last heard in full
    this.divide();
    this.showReason();
  }

  // Into parts; the last has every other field that is sent.
  divide() {
    const left = new Set(this.fieldset.querySelectorAll("[name]:not(button)"));
    left.delete(this.seen);
    this.parts = (this.name === "score" ? SCORE : ANSWER).map((names) => {
      const own = [...left].filter(({ name }) =>
        names.some((one) => name === `${this.name}-${one}`),
      );
      for (const control of own) {
        left.delete(control);
      }
      return new Part(own);
    });
    this.all = [...this.parts, new Part([...left])];
  }

  get version() {
    return this.seen.value.split(".")[0];
  }

  fields() {
    return this.all.flatMap((part) => part.fields());
  }

  texts() {
    return this.all.map((part) => part.text());
  }

  get isUnsaved() {
    return this.all.some((part) => part.isUnsaved);
  }

  get hasClash() {
    return Boolean(this.clash.innerHTML.trim());
  }

  // A clash or an error waits for the person, so that nothing is overwritten unasked.
  get canSave() {
    return this.isUnsaved && this.texts().join() !== this.refused && !this.hasClash;
  }

  // A button stores an answer in spite of a clash or a refusal: a statement's own button
  // for that statement, a button of the whole page for all.
  insist(button) {
    if (button === this.name || FOR_ALL.includes(button)) {
      this.clash.replaceChildren();
      this.refused = null;
    }
  }

  say(words, failed = false) {
    this.note.replaceChildren(...[words].flat());
    this.note.parentElement.classList.toggle("app-save-status--failed", failed);
  }

  // The answer to a save of these texts
  take(answer, sent) {
    this.seen.value = answer.seen;
    this.clash.innerHTML = answer.clash;
    this.showChecked(answer.is_reused);
    this.all.forEach((part, at) => {
      const waits = answer.clash && part.stored !== sent[at];
      part.stored = waits ? null : sent[at]; // whatever is typed now is unsaved
    });
    this.known = this.version; // none: colleagues' changes are still to be heard
    this.history?.removeAttribute("hidden");
    if (this.version) {
      for (const part of this.parts) {
        part.theirs = null;
      }
    }
    for (const part of this.parts) {
      part.showBox();
    }
  }

  // Take the stored answer over where nobody is typing here, or show it next to the box.
  // Return the parts that are news.
  hear({ seen, parts, is_reused }) {
    this.showChecked(is_reused);
    const shown = this.seen.value.split(".").slice(1);
    const [version, ...marks] = seen.split(".");
    this.known = version;
    this.history?.removeAttribute("hidden");
    this.parts.forEach((part, at) => {
      const isNew = marks[at] !== shown[at] && part.controls.length > 0;
      part.theirs = isNew ? { ...parts[at], mark: marks[at] } : null;
    });
    const news = this.parts.filter(({ theirs }) => theirs).map(({ theirs }) => theirs);
    this.settle();
    return news;
  }

  showChecked(isCarried) {
    if (isCarried === false) {
      this.fieldset.querySelector("[data-carried]")?.remove();
    }
  }

  settle() {
    const marks = this.seen.value.split(".").slice(1);
    this.parts.forEach((part, at) => {
      const mark = part.theirs?.mark;
      if (part.settle()) {
        marks[at] = mark;
      }
    });
    const isMixed = this.parts.some((part) => part.theirs);
    this.seen.value = [isMixed ? "" : this.known, ...marks].join(".");
    this.showReason();
  }

  // The reason is asked only where there is no rating

  showReason() {
    if (this.reason) {
      const chosen = this.fieldset.querySelector('[name$="-rating"]:checked');
      const select = this.reason.querySelector("select");
      this.reason.hidden = chosen?.value !== "cannot" && !select.value;
    }
  }

  matchReason(changed) {
    if (!this.reason) {
      return;
    }
    const select = this.reason.querySelector("select");
    if (changed.type === "radio" && changed.value !== "cannot") {
      select.value = "";
    } else if (changed === select && select.value) {
      this.fieldset.querySelector('[value="cannot"]').checked = true;
    }
    this.showReason();
  }
}

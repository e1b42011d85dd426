// One entry of a page that saves itself, such as a statement: its fields, whether they
// are stored, and its status line.
//
// In the page, `data-entry` is the prefix of its fields' names, `data-code` what to call
// it, and `data-parts` the fields of each part: "rating reason|evidence|ideas".
//
// Its token, "version.mark.mark", tells the server what the page has shown: a mark for
// each part, in order. While a part shows something older than the rest, there is no
// version.

import { Part } from "./part.js";

export class Entry {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.name = fieldset.dataset.entry;
    this.code =
      fieldset.dataset.code ??
      fieldset.querySelector(".app-statement__code").textContent;
    this.prefix = fieldset.dataset.prefix ?? `${this.name}-`;
    this.seen = fieldset.querySelector(`[name="${this.prefix}seen"]`);
    this.clash = fieldset.querySelector("[data-clash]");
    this.note = fieldset.querySelector("[data-note]");
    this.history = fieldset.querySelector("[data-history]");
    this.reason = fieldset.querySelector("[data-reason]");
    this.refused = null; // what the server would not take
    this.unheard = null; // what was sent last, until the server has answered
    this.clashing = []; // [place of a part, what is stored of it]
    this.known = this.version; // as last heard in full
    this.divide();
    this.showReason();
  }

  // Into parts; the last has every other field that is sent.
  divide() {
    const ours = this.prefix && `^="${this.prefix}"`;
    const named = `[name${ours}]:not(button)`;
    const left = new Set(this.fieldset.querySelectorAll(named));
    left.delete(this.seen);
    const { parts } = this.fieldset.closest("[data-parts]").dataset;
    this.parts = parts.split("|").map((names) => {
      const wanted = names.split(" ").map((name) => `${this.prefix}${name}`);
      const own = [...left].filter(({ name }) => wanted.includes(name));
      for (const control of own) {
        left.delete(control);
      }
      return new Part(own, this.prefix);
    });
    this.all = [...this.parts, new Part([...left], this.prefix)];
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

  // What to save. If the server may have stored what was sent last without our hearing
  // of it, that is sent again first: else it would look like somebody else's change.
  toSend() {
    this.unheard ??= {
      sent: this.texts(),
      fields: [[this.seen.name, this.seen.value], ...this.fields()],
    };
    return this.unheard;
  }

  get isUnsaved() {
    return this.all.some((part) => part.isUnsaved);
  }

  get hasClash() {
    return Boolean(this.clash.innerHTML.trim());
  }

  // Whether what clashes was stored by the same person, in another window.
  get clashesWithOwn() {
    return Boolean(this.clash.querySelector("[data-own]"));
  }

  // Whether the person has been shown a clash or an error.
  get isShown() {
    return this.hasClash || this.refused !== null;
  }

  // A clash or an error waits for the person, so that nothing is overwritten unasked.
  get canSave() {
    return this.isUnsaved && this.texts().join() !== this.refused && !this.hasClash;
  }

  // A button stores an answer in spite of a clash or a refusal: an entry's own button
  // for that entry, a button of the whole page (the form's `data-for-all`) for all. Such
  // a button first has everything that differs asked about at once.
  insist(button) {
    const { forAll = "" } = this.fieldset.closest("[data-for-all]")?.dataset ?? {};
    const isForAll = forAll.split(" ").includes(button);
    if (isForAll && this.parts.some((part) => part.theirs && part.isUnsaved)) {
      this.forgetClash();
    }
    if (button === this.name || isForAll) {
      this.clash.replaceChildren();
      this.refused = null;
    }
  }

  // As if the page had not shown what clashes: it clashes again, with all else that does.
  forgetClash() {
    const marks = this.seen.value.split(".").slice(1);
    for (const [at] of this.clashing) {
      marks[at] = "";
    }
    this.seen.value = ["", ...marks].join(".");
  }

  say(words, failed = false) {
    this.note.replaceChildren(...[words].flat());
    this.note.parentElement.classList.toggle("app-save-status--failed", failed);
  }

  // The answer to a save of these texts
  take(answer, sent) {
    this.seen.value = answer.seen;
    this.clash.innerHTML = answer.clash;
    this.clashing = Object.entries(answer.theirs ?? {});
    if (this.clashing.some(([at]) => !this.parts[at].isText)) {
      this.clash.querySelector("[data-keep=both]")?.remove();
    }
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

  // Decide a clash by keeping what a colleague stored, or both texts in one box.
  keep(choice) {
    for (const [at, { values }] of this.clashing) {
      this.parts[at].keep(values, choice);
    }
    this.clash.replaceChildren();
    this.say("");
    this.showReason();
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

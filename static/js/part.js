// A part of an entry that is saved, and may clash, as one: an answer, a text.

export class Part {
  constructor(controls, prefix) {
    this.controls = controls;
    this.prefix = prefix;
    this.stored = this.textAsSent();
    this.theirs = null; // what a colleague stored since and the fields do not show
    this.box = null; // where that stands beside them
  }

  fields() {
    return this.controls
      .filter((control) => control.checked || !isChoice(control))
      .map(({ name, value }) => [name, value]);
  }

  text() {
    return new URLSearchParams(this.fields()).toString();
  }

  // As the page came: the person may have typed before this script was there.
  textAsSent() {
    const fields = this.controls
      .filter((control) => control.defaultChecked || !isChoice(control))
      .map((control) => [control.name, valueAsSent(control)]);
    return new URLSearchParams(fields).toString();
  }

  get isUnsaved() {
    return this.text() !== this.stored;
  }

  get isTouched() {
    return this.isUnsaved || this.controls.includes(document.activeElement);
  }

  // Show what a colleague stored, if nobody is at it here. Gives whether it shows.
  settle() {
    if (this.theirs && this.shows(this.theirs.values)) {
      this.stored = this.text();
    } else if (this.theirs && !this.isTouched) {
      this.put(this.theirs.values);
    } else {
      this.showBox();
      return false;
    }
    this.theirs = null;
    this.showBox();
    return true;
  }

  shows(values) {
    return this.controls.every((control) => {
      const value = this.valueFor(control, values);
      return isChoice(control)
        ? control.checked === isChosen(control, value)
        : control.value.trim() === value;
    });
  }

  put(values) {
    for (const control of this.controls) {
      const value = this.valueFor(control, values);
      if (isChoice(control)) {
        control.checked = isChosen(control, value);
      } else {
        control.value = value;
        grow(control);
      }
    }
    this.stored = this.text();
  }

  get isText() {
    return this.controls.every(({ tagName }) => tagName === "TEXTAREA");
  }

  // Keep what a colleague stored, or that and what is here.
  keep(values, choice) {
    const mine = this.controls.map(({ value }) => value.trim());
    this.put(values);
    if (choice === "both") {
      this.controls.forEach((control, at) => {
        control.value = [control.value, mine[at]].filter(Boolean).join("\n\n");
        grow(control);
      });
    }
  }

  valueFor({ name }, values) {
    return values[name.slice(this.prefix.length)];
  }

  showBox() {
    this.box?.remove();
    this.box = this.theirs && boxOf(this.theirs, this.controls[0]);
    if (this.box) {
      const [control] = this.controls;
      const group = control.closest(".govuk-form-group");
      (group ?? control.closest("fieldset, [data-entry]").lastElementChild).after(
        this.box,
      );
    }
  }
}

function isChoice({ type }) {
  return type === "radio" || type === "checkbox";
}

function valueAsSent(control) {
  if (isChoice(control)) {
    return control.value;
  }
  const chosen = control.querySelector("option[selected]") ?? control.options?.[0];
  return chosen?.value ?? control.defaultValue ?? "";
}

// `value` is one, or a list where several boxes may be ticked.
function isChosen(control, value) {
  return [value].flat().includes(control.value);
}

export function grow(box) {
  if (box.tagName === "TEXTAREA" && box.scrollHeight > box.clientHeight) {
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }
}

// "Dee changed 7h, 14:02", with the name kept apart from the words around it.
export function wordsOf({ by, at }, verb, what = "") {
  const name = document.createElement("bdi");
  name.textContent = by || "Somebody";
  return [name, ` ${verb}${what && ` ${what}`}${at && `, ${at}`}`];
}

function boxOf(theirs, control) {
  const box = document.createElement("div");
  const title = document.createElement("p");
  const text = document.createElement("p");
  box.className = "app-news";
  box.setAttribute("role", "group");
  title.id = `${control.id}_theirs`;
  title.className = "app-news__title";
  title.append(
    ...wordsOf(theirs, control.tagName === "TEXTAREA" ? "wrote" : "chose"),
    ":",
  );
  box.setAttribute("aria-labelledby", title.id);
  text.className = "app-text";
  text.dir = "auto";
  text.textContent = theirs.words || "Nothing";
  box.append(title, text);
  return box;
}

// A part of a statement that is saved, and may clash, as one: its answer, a text.

export class Part {
  constructor(controls) {
    this.controls = controls;
    this.stored = this.text();
    this.theirs = null; // what a colleague stored since and the fields do not show
    this.box = null; // where that stands beside them
  }

  fields() {
    return this.controls
      .filter(
        ({ type, checked }) => checked || (type !== "radio" && type !== "checkbox"),
      )
      .map(({ name, value }) => [name, value]);
  }

  text() {
    return new URLSearchParams(this.fields()).toString();
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
    return this.controls.every((control) =>
      control.type === "radio"
        ? control.checked === (control.value === valueFor(control, values))
        : control.value.trim() === valueFor(control, values),
    );
  }

  put(values) {
    for (const control of this.controls) {
      const value = valueFor(control, values);
      if (control.type === "radio") {
        control.checked = control.value === value;
      } else {
        control.value = value;
        grow(control);
      }
    }
    this.stored = this.text();
  }

  showBox() {
    this.box?.remove();
    this.box = this.theirs && boxOf(this.theirs, this.controls[0]);
    if (this.box) {
      this.controls[0].closest(".govuk-form-group").after(this.box);
    }
  }
}

function valueFor(control, values) {
  return values[control.name.replace(/^[^-]*-/, "")];
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

// One statement of an area's page: what it holds, whether that is stored, what it says.

export class Statement {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.name = fieldset.dataset.statement;
    this.seen = fieldset.querySelector(`[name="${this.name}-seen"]`);
    this.clash = fieldset.querySelector("[data-clash]");
    this.note = fieldset.querySelector("[data-note]");
    this.reason = fieldset.querySelector("[data-reason]");
    this.stored = this.text();
    this.refused = null; // what the server would not take
    this.showReason();
  }

  fields() {
    const controls = this.fieldset.querySelectorAll("[name]");
    const found = [];
    for (const { type, name, value, checked } of controls) {
      if (type !== "submit" && name !== this.seen.name && (type !== "radio" || checked)) {
        found.push([name, value]);
      }
    }
    return found;
  }

  text() {
    return new URLSearchParams(this.fields()).toString();
  }

  get isUnsaved() {
    return this.text() !== this.stored;
  }

  // A clash or an error waits for the person, so that nothing is overwritten unasked.
  get canSave() {
    const text = this.text();
    return text !== this.stored && text !== this.refused && !this.clash.innerHTML.trim();
  }

  say(words, failed = false) {
    this.note.textContent = words;
    this.note.parentElement.classList.toggle("app-save-status--failed", failed);
  }

  take(answer, sent) {
    this.seen.value = answer.seen;
    if (answer.clash) {
      this.clash.innerHTML = answer.clash;
    } else {
      this.stored = sent;
    }
  }

  // Errors

  showErrors(errors) {
    this.clearErrors();
    for (const [id, message] of Object.entries(errors)) {
      const control = document.getElementById(id);
      const group = control?.closest(".govuk-form-group");
      if (group) {
        const error = document.createElement("p");
        error.className = "govuk-error-message";
        error.id = `${id}_error`;
        error.textContent = message;
        group.classList.add("govuk-form-group--error");
        const after = group.querySelector("legend, label");
        after.after(error);
        const described = control.type === "radio" ? control.closest("fieldset") : control;
        describe(described, error.id, true);
      }
    }
  }

  clearErrors() {
    for (const error of this.fieldset.querySelectorAll(".govuk-error-message")) {
      for (const one of this.fieldset.querySelectorAll(`[aria-describedby~="${error.id}"]`)) {
        describe(one, error.id, false);
      }
      error.closest(".govuk-form-group")?.classList.remove("govuk-form-group--error");
      error.remove();
    }
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

function describe(element, id, add) {
  const ids = new Set((element.getAttribute("aria-describedby") ?? "").split(" "));
  ids.delete("");
  ids[add ? "add" : "delete"](id);
  if (ids.size) {
    element.setAttribute("aria-describedby", [...ids].join(" "));
  } else {
    element.removeAttribute("aria-describedby");
  }
}

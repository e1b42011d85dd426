// Text typed in the room and not sent yet.

const CONTROLS = "input:not([type=hidden]), select, textarea";

function isChanged(control) {
  if (control.form?.hasAttribute("data-unsent")) {
    return true; // it was sent, and not taken
  }
  if (control.matches("[type=radio], [type=checkbox]")) {
    return control.checked !== control.defaultChecked;
  }
  if (control.matches("select")) {
    return [...control.options].some((one) => one.selected !== one.defaultSelected);
  }
  return control.value !== control.defaultValue;
}

export function changed(part) {
  return [...part.querySelectorAll(CONTROLS)].filter(isChanged);
}

export function carryOver(controls) {
  for (const { id, type, checked, value } of controls) {
    const fresh = document.getElementById(id);
    if (fresh && ["radio", "checkbox"].includes(type)) {
      fresh.checked = checked;
    } else if (fresh) {
      fresh.value = value;
    }
  }
}

// Text about a statement the meeting has left, until its author sends or discards it
export function keepAside(region, about, discarded) {
  if (region.querySelector("[data-aside]")) {
    return;
  }
  const words = document.createElement("p");
  words.className = "govuk-body";
  words.textContent = `The meeting has moved on. This is about ${about} and has not been sent. `;
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "app-link-button";
  discard.textContent = `Discard what I wrote about ${about}`;
  discard.addEventListener("click", () => {
    for (const one of region.querySelectorAll("form")) {
      one.removeAttribute("data-unsent");
      one.reset();
    }
    discarded();
  });
  words.append(discard);
  const page = region.querySelector("form[data-page]")?.dataset.page;
  if (page) {
    const link = document.createElement("a");
    Object.assign(link, { className: "govuk-link", href: page });
    link.textContent = `send it on the page for ${about}`;
    words.append(", or ", link, ".");
  }
  const aside = document.createElement("div");
  aside.className = "govuk-inset-text";
  aside.dataset.aside = "";
  aside.append(words);
  region.prepend(aside);
}

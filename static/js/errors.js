// What the server would not take, told at the fields of a statement.

export function showErrors(errors) {
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
      const described =
        control.type === "radio" ? control.closest("fieldset") : control;
      describe(described, error.id, true);
    }
  }
}

export function clearErrors(fieldset) {
  for (const error of fieldset.querySelectorAll(".govuk-error-message")) {
    for (const one of fieldset.querySelectorAll(`[aria-describedby~="${error.id}"]`)) {
      describe(one, error.id, false);
    }
    error.closest(".govuk-form-group")?.classList.remove("govuk-form-group--error");
    error.remove();
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

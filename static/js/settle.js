// Take a group's words over into the final texts without loading the page again.
// The server does the same where there are no scripts: see moderation/quoting.py.

const status = document.getElementById("taken");

// Without the host that is added to a link whose text does not show it.
function written(source) {
  const copy = source.cloneNode(true);
  for (const told of copy.querySelectorAll("[data-opens]")) {
    told.remove();
  }
  return copy.textContent;
}

function taken(button) {
  const box = document.getElementById(button.dataset.into);
  const text = box.value.trimEnd();
  const lines = [...document.querySelectorAll(button.dataset.from)]
    .map((source) => (source.dataset.source ?? "") + written(source))
    .filter((line) => !text.includes(line));
  if (!lines.length) {
    return `That is already in the final ${button.dataset.name}.`;
  }
  box.value = [...(text ? [text] : []), ...lines].join("\n\n");
  box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  return `Added to the final ${button.dataset.name}. It is not saved yet.`;
}

// The words are shown next to the button and read out by screen readers.
function tell(button, words) {
  document.getElementById("taken-here")?.remove();
  const here = document.createElement("span");
  here.id = "taken-here";
  here.className = "app-taken";
  here.textContent = words;
  here.setAttribute("aria-hidden", "true");
  button.after(here);
  status.textContent = words;
}

for (const button of document.querySelectorAll("[data-into]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    tell(button, taken(button));
  });
}

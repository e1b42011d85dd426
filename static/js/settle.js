// Take a group's words over into the final texts without loading the page again.
// The server does the same where there are no scripts: see moderation/pieces.py.

const notice = document.getElementById("taken");

function take(button) {
  const box = document.getElementById(button.dataset.into);
  const text = box.value.trimEnd();
  const lines = [...document.querySelectorAll(button.dataset.from)]
    .map((source) => (source.dataset.source ?? "") + source.textContent)
    .filter((line) => !text.includes(line));
  const name = button.dataset.name;
  if (lines.length) {
    box.value = [...(text ? [text] : []), ...lines].join("\n\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }
  notice.textContent = lines.length
    ? `Added to the final ${name}. It is not saved yet.`
    : `That is already in the final ${name}.`;
}

for (const button of document.querySelectorAll("[data-into]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    take(button);
  });
}

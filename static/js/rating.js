// Rating by keyboard, and the folds at the side of an area's page.

const form = document.getElementById("draft");
const bar = document.querySelector(".app-bar");
const index = bar.querySelector(".app-fold--index");
const short = bar.querySelector("[data-short]");
const progress = document.getElementById("progress");
const wide = matchMedia("(min-width: 64em)"); // as in assets/_statements.scss
const BACK = ["ArrowUp", "ArrowLeft"];
const ON = ["ArrowDown", "ArrowRight"];

// Enter goes to the next statement, and presses no button. Arrow keys stop at either
// end: to go round would take a rating back, or give another, at one key too many.
form.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (target.type !== "radio" || event.isComposing) {
    return;
  }
  const radios = [...form.querySelectorAll(`[name="${target.name}"]`)].filter((one) =>
    one.checkVisibility(),
  );
  const end = { ...byKeys(BACK, radios[0]), ...byKeys(ON, radios.at(-1)) }[key];
  if (key === "Enter") {
    event.preventDefault();
    goTo(target.closest("[data-entry]").nextElementSibling);
  } else if (end === target) {
    event.preventDefault();
  }
});

function byKeys(keys, radio) {
  return Object.fromEntries(keys.map((key) => [key, radio]));
}

function goTo(statement) {
  if (!statement?.matches("[data-entry]")) {
    return;
  }
  if (form.matches(".app-one")) {
    location.hash = statement.id;
  }
  const control =
    statement.querySelector("input:checked") ??
    statement.querySelector("input:not([type=hidden]), select");
  statement.scrollIntoView({ block: "nearest" });
  control.focus();
}

// The list of statements is open where there is room for it at the side.

function showIndex() {
  index.open = wide.matches;
}

wide.addEventListener("change", showIndex);
showIndex();

bar.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#']") && !wide.matches) {
    index.open = false;
  }
});

bar.addEventListener("keydown", (event) => {
  const fold = event.target.closest("details[open]");
  if (event.key === "Escape" && fold && !wide.matches) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
});

new MutationObserver(() => {
  [short.textContent] = progress.querySelector("strong").textContent.split(",");
}).observe(progress, { childList: true });

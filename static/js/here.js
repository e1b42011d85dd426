// Tell the server every few seconds that the page is in use, and hear what is new.
// A page nobody looks at or touches is silent, so that it keeps nobody signed in.

const EVERY = 15000; // milliseconds
const IN_USE = 5 * 60000; // since the person last did anything
const DOING = ["keydown", "pointerdown", "input", "scroll"];

let used = Date.now();

function isInUse() {
  return document.visibilityState === "visible" && Date.now() - used < IN_USE;
}

export function beatWhileInUse(beat) {
  const beatIfInUse = () => isInUse() && beat();
  for (const name of DOING) {
    const noted = () => {
      const wasInUse = isInUse();
      used = Date.now();
      if (!wasInUse) {
        beatIfInUse();
      }
    };
    window.addEventListener(name, noted, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", beatIfInUse);
  window.addEventListener("focus", beatIfInUse);
  setInterval(beatIfInUse, EVERY);
  beatIfInUse();
}

export function sayGone(form, address) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    leaving: "yes",
  });
  navigator.sendBeacon(address, body);
}

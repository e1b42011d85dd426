// "Confirm all of these" ticks every single one, and stops when one is unticked.
// Without scripts the server takes it for all of them.
const all = document.getElementById("id_all");
const single = [...document.querySelectorAll('input[name="confirmed"]')];

function follow() {
  all.checked = single.every((box) => box.checked);
}

if (all) {
  all.addEventListener("change", () => {
    for (const box of single) {
      box.checked = all.checked;
    }
  });
  for (const box of single) {
    box.addEventListener("change", follow);
  }
  // A page the browser brings back has its boxes as they were left.
  window.addEventListener("pageshow", follow);
}

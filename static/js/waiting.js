// Ask for a file again until its turn has come, then download it.

const PAUSE = 5000; // milliseconds; who has not asked for 30 seconds has left the line
const BUSY = 503;
const READY = "Your file has been downloaded.";
const LOST = "We cannot reach the service: trying again.";

const reason = document.getElementById("reason");
const again = document.getElementById("again");
const asking = document.getElementById("asking");

function say(text) {
  if (reason.textContent !== text) {
    reason.textContent = text;
  }
}

function nameOf(answer) {
  const given = answer.headers.get("Content-Disposition") ?? "";
  const [, coded, plain] =
    /filename\*=utf-8''([^;]+)|filename="([^"]+)"/i.exec(given) ?? [];
  return coded ? decodeURIComponent(coded) : plain;
}

async function download(answer, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  say(READY);
  asking.hidden = true;
}

async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.getElementById("again") && page.getElementById("reason");
  if (answer.status !== BUSY || !said) {
    document.querySelector("main").replaceWith(page.querySelector("main"));
    return;
  }
  say(said.textContent);
  setTimeout(ask, PAUSE);
}

async function ask() {
  try {
    const answer = await fetch(again.href);
    const name = answer.ok ? nameOf(answer) : undefined;
    await (name ? download(answer, name) : show(answer));
  } catch {
    say(LOST);
    setTimeout(ask, PAUSE);
  }
}

asking.hidden = false;
setTimeout(ask, PAUSE);

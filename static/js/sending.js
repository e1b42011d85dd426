// Send some of a form's fields in the background, and say in a word what became of it:
// saved, clash, invalid, refused, signed_out, stranger, away or offline.

const KNOWN = ["clash", "invalid", "refused", "signed_out", "away"];
const LIMIT = 60000; // bytes that browsers go on sending when the page has gone

export async function send(form, fields) {
  const answer = await post(form, fields);
  if (answer.kind === "csrf") {
    const kind = await freshToken(form);
    return kind === "ready" ? post(form, fields) : { kind };
  }
  return answer;
}

async function post(form, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: body.toString().length < LIMIT,
    });
    return await read(response);
  } catch {
    return { kind: navigator.onLine ? "away" : "offline" };
  }
}

async function read(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) {
    return { kind: response.status >= 500 ? "away" : "refused" };
  }
  const data = await response.json();
  if (data.saved) {
    return { kind: "saved", data };
  }
  if (data.reason === "csrf") {
    return { kind: "csrf" };
  }
  return { kind: KNOWN.includes(data.reason) ? data.reason : "refused", data };
}

// Signing in elsewhere makes a page's token old; the page itself has the new one.
async function freshToken(form) {
  try {
    const response = await fetch(location.pathname, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(form.id);
    if (!fresh) {
      return response.redirected ? "signed_out" : "refused";
    }
    if (fresh.dataset.person !== form.dataset.person) {
      return "stranger";
    }
    form.elements.csrfmiddlewaretoken.value =
      fresh.elements.csrfmiddlewaretoken.value;
    return "ready";
  } catch {
    return navigator.onLine ? "away" : "offline";
  }
}

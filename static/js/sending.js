// Send some of a form's fields in the background, and return the outcome in a word:
// done, clash, invalid, refused, signed_out, stranger, away or offline.

const KNOWN = ["clash", "invalid", "refused", "signed_out", "away"];
const LIMIT = 60000; // bytes that browsers go on sending when the page has gone
const PATIENCE = 30000; // milliseconds

export async function send(form, fields, address = form.action, patience = PATIENCE) {
  const answer = await post(form, fields, address, patience);
  if (answer.kind === "csrf") {
    const kind = await freshToken(form);
    return kind === "ready" ? post(form, fields, address, patience) : { kind };
  }
  return answer;
}

async function post(form, fields, address, patience) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: body.toString().length < LIMIT,
      signal: AbortSignal.timeout?.(patience),
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
  if (response.ok) {
    return { kind: "done", data };
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
    if (response.status >= 500) {
      return "away";
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(form.id);
    if (!fresh) {
      return response.redirected ? "signed_out" : "refused";
    }
    if (fresh.dataset.person !== form.dataset.person) {
      return "stranger";
    }
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    return "ready";
  } catch {
    return navigator.onLine ? "away" : "offline";
  }
}

// Add a passkey, or use one, with the scripts of django-allauth; say so if that fails.

const button = document.querySelector("[data-passkey]");
const problem = document.getElementById("passkey-problem");

function tell(text) {
  const message = document.createElement("p");
  message.className = "govuk-error-message";
  message.textContent = text;
  problem.replaceChildren(message);
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // the person reads it, not the console
  tell(button.dataset.problem.trim());
});

if (window.webauthnJSON.supported()) {
  problem.replaceChildren(); // what it says without JavaScript
  const does = button.dataset.passkey;
  window.allauth.webauthn.forms[`${does}Form`]({
    ids: { [does]: button.id, credential: "credential", data: "passkey-data" },
  });
} else {
  button.disabled = true;
  tell("This browser does not keep passkeys.");
}

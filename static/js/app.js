// Start the components of GOV.UK Frontend. Every page works without them.
import { start } from "./components.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
start();

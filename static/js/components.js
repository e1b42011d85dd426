// The components of GOV.UK Frontend, as this site starts them.
import { initAll } from "./govuk-frontend.min.js";

// Said aloud of a text box with a limit; by default only its key would be.
const LIMIT = "You can enter up to %{count} characters";
const characterCount = { i18n: { textareaDescription: { other: LIMIT } } };

export function start(scope) {
  initAll({ scope, characterCount });
}

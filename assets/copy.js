// Copy the components' scripts as they come.
import { copyFileSync, mkdirSync } from "node:fs";

mkdirSync("static/js", { recursive: true });
copyFileSync(
  "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "static/js/govuk-frontend.min.js",
);

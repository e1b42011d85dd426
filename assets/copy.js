// Copy the components' scripts as they come.
import { copyFileSync, mkdirSync } from "node:fs";

const scripts = `${process.env.BUILT ?? "static"}/js`;
mkdirSync(scripts, { recursive: true });
copyFileSync(
  "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js",
  `${scripts}/govuk-frontend.min.js`,
);

// The page of one statement: what is written saves itself as a proposal.

import "./autosave.js";
import { keys } from "./keys.js";
import { showStored } from "./pieces.js";
import { root } from "./telling.js";

root.addEventListener("stored", showStored);
keys({ answers: () => root });

/** What holds where no policy file is: judgement.md, "Without a policy". */
import type { Policy } from "./policy.js";

/** What holds without a policy file (judgement.md, "Without a policy"). */
export const defaultPolicy: Policy = {
  path: null,
  base: "",
  home: "CN",
  regimes: ["CN"],
  origin: [],
  contact: [],
  places: [],
  destinations: [],
  unknownPlaces: "warn",
  ignore: [],
  rules: { off: [], files: [], items: [] },
  ruleWords: {},
  push: { block: "error", undecided: "warn" },
  unverified: "note",
  acknowledge: false,
  inlineSuppressions: true,
  locked: {},
  approvals: [],
  ledger: null,
};

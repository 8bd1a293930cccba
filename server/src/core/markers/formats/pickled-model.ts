/** Plain pickles: trained estimators, PaddlePaddle parameters, dictionaries of arrays. What holds no array and no estimator is no model. */
import { hasText, textOf, unreadableAs, type Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";
import { npyHeader, watchArrays } from "./numpy.js";
import { walkPickle } from "./pickle.js";

const estimators =
  /^(sklearn|xgboost|lightgbm|catboost|gensim|implicit|surprise|hmmlearn|sklearn_crfsuite|torch|keras|tensorflow|paddle|flax|jax)\./;

/** Names of those libraries that only carry arrays. */
const notEstimators = /\._(utils|rebuild)|\.(OrderedDict|Size|device)$/;

/** Protocol 2 to 5 begin with their number; 0 and 1 with a mark, a global or an empty container. */
export function isPickle(head: Uint8Array): boolean {
  if (head[0] === 0x80) return (head[1] ?? 0) >= 2 && (head[1] ?? 9) <= 5;
  const start = textOf(head.subarray(0, 64));
  return (
    /^c[a-z_][\w.]*\n[A-Za-z_]\w*\n/.test(start) ||
    hasText(head, 0, "(dp") ||
    hasText(head, 0, "(lp") ||
    hasText(head, 0, "}q") ||
    hasText(head, 0, "]q")
  );
}

/** The format of the pickle that begins at `start`: parameters of Paddle, an estimator of a known library, arrays called like parameters, other arrays; null for plain objects. */
export function readPickle(bytes: Bytes, tally: Tally, start = 0): string | null {
  let estimator = "";
  let paddle = false;
  const arrays = watchArrays(tally);
  const format = (): string | null => {
    if (arrays.arrays() === 0) return null;
    if (paddle) return "paddle-params";
    if (estimator !== "") return "estimator-pickle";
    return arrays.names() >= 2 ? "pickle-weights" : "numpy-pickle";
  };
  try {
    walkPickle(bytes, start, {
      ...arrays.watch,
      text: (text) => {
        if (text === "StructuredToParameterName@@") paddle = true;
        arrays.watch.text?.(text);
      },
      name: (name) => {
        if (estimator === "" && estimators.test(name) && !notEstimators.test(name)) estimator = name;
      },
    });
  } catch (error) {
    throw unreadableAs(format(), error);
  }
  if (estimator !== "") tally.note("architecture", estimator);
  return format();
}

/** One array: counted, but whether it is weights or data its content does not say. An array of objects is a pickle, which may say it. */
export function readNpy(bytes: Bytes, tally: Tally): string {
  const header = npyHeader(bytes);
  if (header.dtype === "object") return readPickle(bytes, tally, header.end) ?? "npy";
  tally.add(header.elements, header.dtype);
  return "npy";
}

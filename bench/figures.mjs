// How the bench shows its figures: one row each, with the limit that is promised; a missed one is the exit status.

// Node reads a machine's own certificates at every start, forty milliseconds with some: no part of what is measured, on either side.
delete process.env.NODE_EXTRA_CA_CERTS;

/** One figure under its name. */
export function row(what, value) {
  console.log(`${what.padEnd(52)} ${value}`);
}

/** A figure with the most that it may be. */
export function limit(value, most, show = (number) => number.toFixed(2)) {
  return `${show(value)}${value > most ? miss() : ""} (at most ${show(most)})`;
}

/** Says that something is not as promised, and makes it the exit status. */
export function miss() {
  process.exitCode = 1;
  return " MISSED";
}

/** Milliseconds that some work takes. */
export function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}

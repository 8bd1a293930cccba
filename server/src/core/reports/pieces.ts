/** Texts that may be longer than one text can be, and are written piece by piece. */

/** Letters of a piece, about. */
const size = 1 << 16;

/** Short texts, joined into few long ones. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < size) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

// The pure facilities that every platform has (Node, editor, worker) and that the language's own library does not declare.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
/** The text of a file, put in when the program is bundled (scripts/build.mjs) or tested. */
declare module "*?raw" {
  const text: string;
  export default text;
}

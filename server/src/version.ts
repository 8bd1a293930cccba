/** The version, as package.json has it; the build puts it in. */
declare const BORDERLINE_VERSION: string | undefined;
export const version: string = typeof BORDERLINE_VERSION === "string" ? BORDERLINE_VERSION : "0.0.0";

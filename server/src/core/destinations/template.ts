/** Files that a template engine renders before they are YAML: Helm and Jinja (`{{ … }}`, `{% … %}`), Terraform's `templatefile` (`%{ … }`). */

/** Takes a template engine's directives out of a text so that the lines and columns of the rest stay. */
export function withoutTemplates(text: string): string {
  return text
    .replace(/^[ \t]*(?:- )?(?:\{\{[^\n]*\}\}|\{%[^\n]*%\}|%\{[^\n]*\})[ \t]*$/gm, (line) => "#" + " ".repeat(line.length - 1))
    .replace(/\{\{[^{}\n]{0,300}\}\}|\{%[^\n]{0,300}?%\}|%\{[^{}\n]{0,300}\}/g, (part) => "x".repeat(part.length));
}

/** Takes Jinja's directives out of YAML (project templates have whole lines of them); the lines of the rest stay, as does a text without any. */
export function withoutJinja(text: string): string {
  return text.includes("{%") && /^[ \t]*\{%/m.test(text)
    ? text.replace(/^[ \t]*\{%[^\n]*%\}[ \t]*$/gm, "").replace(/\{%[^\n]{0,300}?%\}/g, (part) => " ".repeat(part.length))
    : text;
}

/** Files that a template engine renders before they are YAML: Helm and Jinja (`{{ … }}`, `{% … %}`), Terraform's `templatefile` (`%{ … }`). */

/** Takes a template engine's directives out of a text so that the lines and columns of the rest stay. */
export function withoutTemplates(text: string): string {
  return text
    .replace(/^[ \t]*(?:- )?(?:\{\{[^\n]*\}\}|\{%[^\n]*%\}|%\{[^\n]*\})[ \t]*$/gm, (line) => "#" + " ".repeat(line.length - 1))
    .replace(/\{\{[^{}\n]{0,300}\}\}|\{%[^\n]{0,300}?%\}|%\{[^{}\n]{0,300}\}/g, (part) => "x".repeat(part.length));
}

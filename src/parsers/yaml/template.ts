import { hasErrors } from './error-recovery.ts';

/** True for a text that is no YAML, since a template engine makes YAML of it. Any text can be given. */
export function isTemplateOfYaml(text: string): boolean {
  return isTemplate(text) && hasErrors(text);
}

/**
 * True for a text that a template engine makes YAML of; braces within quotes, such as a format of docker's, do not
 * count.
 */
function isTemplate(text: string): boolean {
  // Nearly no text has such braces anywhere.
  if (!OPENING_BRACES.some((braces) => text.includes(braces))) return false;
  return /^[ \t]*\{[%#]|(?:^|[:-][ \t])[ \t]*\{\{/m.test(text);
}

const OPENING_BRACES = ['{{', '{%', '{#'] as const;

import { hasErrors } from './error-recovery.ts';

/** True for a template of YAML, which isn't YAML itself. Accepts any text. */
export function isTemplateOfYaml(text: string): boolean {
  return isTemplate(text) && hasErrors(text);
}

/** True for a template of YAML. Braces in quotes, such as a docker format, don't count. */
function isTemplate(text: string): boolean {
  if (!OPENING_BRACES.some((braces) => text.includes(braces))) return false;
  return /^[ \t]*\{[%#]|(?:^|[:-][ \t])[ \t]*\{\{/m.test(text);
}

const OPENING_BRACES = ['{{', '{%', '{#'] as const;

import type { Finding } from '../../src/model/finding.ts';

/** What a remedy tells users to write, and where. */
export type Instruction =
  /** Instead of the marked text, or part of it. */
  | { readonly kind: 'replace'; readonly code: string; readonly part?: string }
  /** Behind the value in which the marked text stands. */
  | { readonly kind: 'append'; readonly code: string }
  /** Keys of the mapping that the marked text is in or names, below a section of it. */
  | { readonly kind: 'keys'; readonly code: readonly string[]; readonly section: readonly string[] }
  /** An element of a list of the service. */
  | { readonly kind: 'item'; readonly code: string; readonly list: string }
  /**
   * In the place of the value of the variable that the marked text sets; it is taken from
   * `variable`.
   */
  | { readonly kind: 'value'; readonly code: string; readonly variable: string }
  /** In the place of a use of `variable` with a default. */
  | { readonly kind: 'default'; readonly code: string; readonly variable: string }
  /** An option of the command. */
  | { readonly kind: 'flag'; readonly code: string };

const CODE = '`([^`]+)`';
const IN_PLACE = new RegExp(`(?:in the place of|in place of) ${CODE}`);
const WRITTEN = new RegExp(
  `(?:Set|Write|Add|add|write|Name an? (?:one )?address:|Name one address:|no more than reading and writing:|version that you tested:|be (?:an|one) address, such as|Did you mean|Quote it:) ${CODE}(?: and ${CODE})?(?: (under|to) ${CODE})?`,
);
const FROM_OUTSIDE = /write `(\$\{(\w+):\?\})`(?: in the place of its value)?\.$/;
const HOST_PORT = /host port from 1024 up, such as ([\d-]+)/;

/** The first code in a finding's remedy; `undefined` if there is none. */
export function instructionOf({ rule, message: { remedy = '' } }: Finding): Instruction | undefined {
  const port = HOST_PORT.exec(remedy)?.[1];
  if (port !== undefined) return { kind: 'replace', code: port };
  const outside = FROM_OUTSIDE.exec(remedy);
  if (outside !== null) {
    const [, code = '', variable = ''] = outside;
    return { kind: remedy.startsWith('Leave out the default') ? 'default' : 'value', code, variable };
  }
  const place = IN_PLACE.exec(remedy);
  if (place?.[1] !== undefined) {
    const code = remedy.includes('write `ro`') ? 'ro' : '1.2.3';
    return { kind: 'replace', code, part: place[1] };
  }
  if (remedy.includes('add `ro` to its options')) return { kind: 'append', code: ',ro' };
  const match = WRITTEN.exec(remedy);
  if (match === null) return undefined;
  const [, first = '', second, preposition, target = ''] = match;
  const code = first.replace('VERSION', '1.2.3').replace('DIGEST', 'a'.repeat(64));
  // Placeholders, and options without a value, are no complete line.
  if (/\b(?:NAME|TYPE|PROFILE|PATH|REASON)\b/.test(code) || /^--(?:health-cmd|shm-size)$/.test(code)) return undefined;
  const isAboutText = !rule.includes('/') || /Did you mean|Quote it|for a path beside/.test(remedy);
  if (!isAboutText) return undefined;
  if (preposition === 'to') return { kind: 'item', code, list: target };
  if (code.startsWith('-')) return { kind: 'flag', code };
  if (/^:ro$|^,readonly$/.test(code)) return { kind: 'append', code };
  if (/^[a-z_]+: \S/.test(code)) {
    const codes = second === undefined ? [code] : [code, second];
    return { kind: 'keys', code: codes, section: preposition === 'under' ? target.split('.') : [] };
  }
  // A key or option name alone is no complete line.
  return /^[a-z_]+$/.test(code) && rule === 'missing-healthcheck' ? undefined : { kind: 'replace', code };
}

import type { Span } from '../../../src/text/location.ts';

/** YAML forms for a script. */
export type ScalarForm = 'literal' | 'folded' | 'plain' | 'single' | 'double';

export const SCALAR_FORMS: readonly ScalarForm[] = ['literal', 'folded', 'plain', 'single', 'double'];

/** A document that contains a script. */
export interface Embedded {
  readonly text: string;
  /** Each script character's position in the document. */
  readonly spans: readonly Span[];
}

/**
 * Writes a script as the value of the last key of `head`. Not every script fits every form, so
 * callers check what YAML reads.
 */
export function embed(head: string, indent: string, script: string, form: ScalarForm): Embedded {
  let text = `${head} ${opening(form, script)}`;
  const spans: Span[] = [];
  const put = (written: string): void => {
    spans.push({ start: text.length, end: text.length + written.length });
    text += written;
  };
  const isBlock = form === 'literal' || form === 'folded';
  const body = isBlock ? script.replace(/\n$/, '') : script;
  const start = (at: number): boolean => at === 0 || body.charAt(at - 1) === '\n';
  for (let at = 0; at < body.length; at += 1) {
    if (isBlock && start(at) && body.charAt(at) !== '\n') text += indent;
    put(written(body.charAt(at), form, indent));
    // The second line end of a folded break isn't part of the value.
    if (form === 'folded' && body.charAt(at) === '\n') text += '\n';
  }
  if (body.length < script.length) put('\n');
  else if (isBlock) text += '\n';
  return { text: text + closing(form), spans };
}

function opening(form: ScalarForm, script: string): string {
  // A block that starts with spaces needs an indentation indicator.
  const chomping = script.endsWith('\n') ? '' : '-';
  switch (form) {
    case 'literal':
      return `|${chomping}\n`;
    case 'folded':
      return `>${chomping}\n`;
    case 'plain':
      return '';
    case 'single':
      return "'";
    case 'double':
      return '"';
  }
}

function closing(form: ScalarForm): string {
  switch (form) {
    case 'single':
      return "'\n";
    case 'double':
      return '"\n';
    case 'plain':
      return '\n';
    default:
      return '';
  }
}

function written(char: string, form: ScalarForm, indent: string): string {
  switch (form) {
    case 'literal':
      return char;
    case 'folded':
      return char;
    case 'plain':
      return char === '\n' ? `\n\n${indent}` : char;
    case 'single':
      return char === '\n' ? `\n\n${indent}` : char === "'" ? "''" : char;
    case 'double':
      return char === '\n' ? '\\n' : char === '"' || char === '\\' ? `\\${char}` : char;
  }
}

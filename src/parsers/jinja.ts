import type { SourceFile } from '../files/file-reader.ts';
import { type Span } from '../text/location.ts';
import { type Branch, type Expressions, partsOf, renderedPart, variableFor } from './jinja-parts.ts';
import { hasErrors } from './yaml/error-recovery.ts';
import { isTemplateOfYaml } from './yaml/template.ts';

/** The suffixes of Jinja templates, after the output's own. */
const ENDING = /\.(?:j2|jinja2?)$/i;

/** True for the name of a template, such as `docker-compose.yml.j2`. */
export function isTemplateName(path: string): boolean {
  return ENDING.test(path);
}

/** True by name, or for YAML by content. */
export function isTemplate({ path, text }: SourceFile): boolean {
  return isTemplateName(path) || (/\.ya?ml$/i.test(path) && isTemplateOfYaml(text));
}

/** The name of a template's output; other names are unchanged. */
export function renderedName(path: string): string {
  return path.replace(ENDING, '');
}

/**
 * A name with filters, as in Ansible templates; other programs' expressions begin with a dot or
 * contain several words.
 */
const NAMED =
  /(?<!\$)\{\{-?[ \t]*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\]{}\n]{1,80}\])*[ \t]*(?:\|[^{}\n]{1,200})?-?\}\}/g;

/**
 * Replaces Jinja expressions with unknown variables (added to `expressions`) and statements with
 * blanks, so that all branches are read. Places stay the same.
 */
export function withoutJinja({ path, text }: SourceFile, expressions: Expressions = new Map()): string {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('{#')) return text;
  if (!isTemplate({ path, text })) return text.replaceAll(NAMED, (expression) => variableFor(expression, expressions));
  let rendered = '';
  let at = 0;
  for (const { start, end } of partsOf(text)) {
    rendered += text.slice(at, start) + renderedPart(text, start, end, expressions);
    at = end;
  }
  return rendered + text.slice(at);
}

/** True for a YAML template that isn't a Jinja template. */
export function isUnreadable(file: SourceFile): boolean {
  return isTemplateOfYaml(file.text) && hasErrors(withoutJinja(file));
}

/** The branches that a template renders only on a condition. */
export function branchesIn({ path, text }: SourceFile): readonly Branch[] {
  if (!isTemplate({ path, text })) return [];
  const branches: Branch[] = [];
  const open: Span[] = [];
  for (const part of partsOf(text)) {
    const word = /^\{%[-+]?\s*(if|elif|else|endif|for|endfor)\b/.exec(text.slice(part.start, part.end))?.[1];
    if (word === 'if' || word === 'for') open.push(part);
    else if (word !== undefined) {
      const begin = open.pop();
      if (begin === undefined) continue;
      const isLoop = /^\{%[-+]?\s*for\b/.test(text.slice(begin.start, begin.end));
      if (!isLoop) branches.push({ span: { start: begin.end, end: part.start }, statement: { path, span: begin } });
      if (word === 'elif' || word === 'else') open.push(isLoop ? begin : part);
    }
  }
  return branches;
}

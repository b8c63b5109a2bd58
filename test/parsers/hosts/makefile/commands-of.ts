import { readMakefile } from '../../../../src/parsers/hosts/makefile/reader.ts';
import { scriptsOf } from '../../../../src/parsers/hosts/makefile/recipes.ts';
import type { ScriptTask } from '../../../../src/parsers/shell/index.ts';
import type { Text } from '../../../../src/text/text.ts';

/** What the recipes of a Makefile hand to shells, for the target `title` or, without it, for all. Other files of the project are `files`. */
export function scriptsIn(
  makefile: string,
  title?: string,
  files: Readonly<Record<string, string>> = {},
  environment: ReadonlyMap<string, string> = new Map(),
): readonly Text[] {
  const read = (path: string): { readonly text: string } | { readonly failure: 'missing' } => {
    const text = files[path];
    return text === undefined ? { failure: 'missing' } : { text };
  };
  return scriptsOf(readMakefile('Makefile', makefile, { files: { read }, environment }))
    .filter((script) => title === undefined || script.title === title)
    .map(textOf);
}

function textOf({ script }: ScriptTask): Text {
  return script.slice(0, script.text.length);
}

/** A text on one line: an unknown part is `⟨${X}⟩`, one of a few `⟨${X}: a|b⟩`. */
export function show(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text.replaceAll('\n', '⏎');
      const candidates = segment.candidates.map(show).join('|');
      return `⟨${segment.expression}${candidates === '' ? '' : `: ${candidates}`}⟩`;
    })
    .join('');
}

/** An expression for all that a text can be, whatever number of blanks separates its words. */
export function patternOf(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal')
        return segment.text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replace(/ +/g, ' +');
      return segment.candidates.length === 0 ? '[^]*' : `(?:${segment.candidates.map(patternOf).join('|')})`;
    })
    .join('');
}

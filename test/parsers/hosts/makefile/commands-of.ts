import { readMakefile } from '../../../../src/parsers/hosts/makefile/reader.ts';
import { scriptsOf } from '../../../../src/parsers/hosts/makefile/recipes.ts';
import type { ScriptTask } from '../../../../src/parsers/shell/index.ts';
import type { Text } from '../../../../src/text/text.ts';

export interface MakefileOptions {
  /** Only this target's recipe. */
  readonly title?: string;
  /** The project's other files. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: ReadonlyMap<string, string>;
  readonly path?: string;
}

/** The shell scripts of a Makefile's recipes. */
export function scriptsIn(
  makefile: string,
  { title, files = {}, environment = new Map(), path = 'Makefile' }: MakefileOptions = {},
): readonly Text[] {
  const read = (name: string): { readonly text: string } | { readonly failure: 'missing' } => {
    const text = files[name];
    return text === undefined ? { failure: 'missing' } : { text };
  };
  const isOutside = (name: string): boolean => name.startsWith('..');
  return scriptsOf(readMakefile(path, makefile, { files: { read }, environment, isOutside }))
    .flatMap((task) => ('script' in task && (title === undefined || task.title === title) ? [task] : []))
    .map(textOf);
}

function textOf({ script }: ScriptTask): Text {
  return script.slice(0, script.text.length);
}

/** A text on one line: `⟨${X}⟩` for an unknown part, `⟨${X}: a|b⟩` for one with candidates. */
export function show(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text.replaceAll('\n', '⏎');
      const candidates = segment.candidates.map(show).join('|');
      return `⟨${segment.expression}${candidates === '' ? '' : `: ${candidates}`}⟩`;
    })
    .join('');
}

/** A regular expression for all values of a text, with any number of spaces between words. */
export function patternOf(text: Text): string {
  return text.segments
    .map((segment, index) => {
      if (segment.kind === 'literal') {
        const pattern = segment.text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replace(/ +/g, ' +');
        // Possibly empty text, such as `+=` in one branch, adds no space either.
        return index > 0 && pattern.startsWith(' +') ? ` *${pattern.slice(2)}` : pattern;
      }
      return segment.candidates.length === 0 ? '[^]*' : `(?:${segment.candidates.map(patternOf).join('|')})`;
    })
    .join('');
}

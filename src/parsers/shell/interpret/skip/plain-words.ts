import type { CommandArgument, Word, WordPart } from 'unbash';
import { baseName, findProgram, isPodmanCompose } from '../../../programs/engines.ts';
import { findWrapper, isNamedLikeWrapper, isShell } from '../../../programs/wrappers.ts';
import { isBuiltin, isDeclaration } from '../../syntax/builtin-names.ts';

/** True for a word without quotes and expansions. */
export function isLiteral(word: CommandArgument | undefined): word is Word {
  return word?.type === 'Word' && word.parts === undefined && word.text === word.value;
}

/** True for the name of a program that, unless it is a function, neither is nor runs what is looked for, and does nothing to the shell. */
export function isPlainProgram(name: string): boolean {
  return (
    !/[/$]/.test(name) &&
    name !== 'alias' &&
    !isBuiltin(name) &&
    !isDeclaration(name) &&
    findProgram(name) === undefined &&
    !isPodmanCompose(name) &&
    findWrapper(name) === undefined &&
    !isShell(baseName(name)) &&
    !isNamedLikeWrapper(name)
  );
}

/** The variables that a word consists of, besides text; `undefined` where there is more in it. */
export function namesIn({ parts = [] }: Pick<Word, 'parts'>): readonly string[] | undefined {
  const names: string[] = [];
  const pending: WordPart[] = [...parts];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const name =
      part.type === 'SimpleExpansion'
        ? part.text.slice(1)
        : part.type === 'ParameterExpansion' && part.text === `\${${part.parameter}}`
          ? part.parameter
          : undefined;
    if (part.type === 'DoubleQuoted') pending.push(...part.parts);
    else if (name !== undefined && /^[A-Za-z_]\w*$/.test(name)) names.push(name);
    else if (part.type !== 'Literal' && part.type !== 'SingleQuoted') return undefined;
  }
  return names;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompletionShell, SHELLS } from '../../src/cli/completion/outline.ts';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';
import { requireProgram, run, temporaryFolder } from './programs.ts';

const SEVERITIES = ['off', 'info', 'warning', 'error'];

/** A command line, and the candidates for its last word. */
const LINES: readonly (readonly [line: string, found: readonly string[]])[] = [
  ['plimsoll ba', ['baseline']],
  ['plimsoll comp', ['completion', 'compose.yaml']],
  ['plimsoll help ru', ['rules']],
  ['plimsoll completion ', [...SHELLS]],
  ['plimsoll --fo', ['--format']],
  ['plimsoll lint --no-', ['--no-config', '--no-ignore']],
  ['plimsoll rules --be', ['--benchmark']],
  ['plimsoll rules --fo', ['--format']],
  ['plimsoll explain --fo', []],
  ['plimsoll --format js', ['json']],
  ['plimsoll --format=js', ['--format=json']],
  ['plimsoll -q --format text --format sarif=ou', ['sarif=out.sarif']],
  ['plimsoll compose.yaml --fail-on w', ['warning']],
  ['plimsoll --preset=cis-', ['--preset=cis-level-1', '--preset=cis-level-2']],
  ['plimsoll --preset no-such', []],
  ['plimsoll --rule privileged-c', SEVERITIES.map((severity) => `privileged-container=${severity}`)],
  ['plimsoll --rule privileged-container=w', ['privileged-container=warning']],
  ['plimsoll --rule=privileged-container=w', ['--rule=privileged-container=warning']],
  ['plimsoll explain docker-s', ['docker-socket-mount']],
  ['plimsoll explain --benchmark 1.6 docker-s', ['docker-socket-mount']],
  ['plimsoll explain docker-socket-mount ou', []],
  ['plimsoll rules ou', []],
  ['plimsoll model ou', ['out.sarif']],
  ['plimsoll model stacks/d', ['stacks/dev.yaml']],
  ['plimsoll --config conf', ['conf.yaml']],
  ['plimsoll --config=conf', ['--config=conf.yaml']],
  ['plimsoll -c conf', ['conf.yaml']],
  ['plimsoll --config lint mod', ['model.sh']],
];

const folder = temporaryFolder('completion');
beforeAll(async () => {
  for (const shell of SHELLS) writeFileSync(join(folder.path, `.completion.${shell}`), await script(shell));
  mkdirSync(join(folder.path, 'stacks'));
  for (const name of ['compose.yaml', 'out.sarif', 'conf.yaml', 'model.sh', 'stacks/dev.yaml'])
    writeFileSync(join(folder.path, name), '');
});
afterAll(() => {
  folder.remove();
});

async function script(shell: CompletionShell): Promise<string> {
  const io = createMemoryIo({});
  expect(await main(['completion', shell], io)).toBe(0);
  return io.out();
}

function lastOf(line: string): string {
  return line.split(' ').at(-1) ?? '';
}

/** Completes a hit that is only the part after `=` or `/`. */
function toWhole(hit: string, line: string): string {
  const head = /^.*[=/]/.exec(lastOf(line))?.[0] ?? '';
  return hit.startsWith(head) ? hit : head + hit;
}

/** Completes lines in an interactive bash; `plimsoll` is a function that prints its arguments. */
function completeInBash(lines: readonly string[]): readonly (readonly string[])[] {
  const rc = `PS1= HISTFILE=
source .completion.bash
plimsoll() { printf '\\n@'; printf '<%s>' "$@"; printf '@\\n'; }
bind '"\\t": insert-completions' 'set bell-style none' 'set enable-bracketed-paste off'
`;
  writeFileSync(join(folder.path, '.bashrc'), rc);
  const { stdout } = run('script', ['-qec', 'bash --noprofile --rcfile .bashrc -i', '/dev/null'], {
    cwd: folder.path,
    env: { TERM: 'dumb' },
    input: [...lines.map((line) => `${line}\t\n`), 'exit\n'].join(''),
  });
  const reported = [...stdout.matchAll(/^@(<.*>)@\r?$/gm)].map(([, words = '']) => words.slice(1, -1).split('><'));
  // Without a match, the word stays.
  return lines.map((line, index) =>
    (reported[index] ?? []).slice(line.split(' ').length - 2).filter((word) => word !== lastOf(line)),
  );
}

/** The candidates in an interactive zsh: a wrapped `compadd` prints its input and matches. */
function completeInZsh(lines: readonly string[]): readonly (readonly string[])[] {
  const inner = `PROMPT= RPROMPT=
autoload -Uz compinit && compinit -u -D
source .completion.zsh
compadd() {
  if [[ " \${@[1,\${@[(i)(-|--)]}]} " == *' -'[OAD]' '* ]]; then builtin compadd "$@"; return; fi
  typeset -a hits
  builtin compadd -A hits "$@"
  local hit; for hit in $hits; do print -r -- "@$IPREFIX$hit@"; done
  builtin compadd "$@"
}
show() { print; print @BEGIN@; zle list-choices; print; print @END@; zle kill-buffer }
zle -N show; bindkey '^T' show
print @READY@
`;
  const outer = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'source ./.inner.zsh'
zpty -r -m z line '*@READY@*'
while IFS= read -r line; do
  zpty -w -n z "$line"$'\\x14'
  zpty -r -m z out '*@END@*' && print -r -- "$out"
done
zpty -d z
`;
  writeFileSync(join(folder.path, '.inner.zsh'), inner);
  writeFileSync(join(folder.path, '.outer.zsh'), outer);
  const { stdout } = run('zsh', ['-f', '.outer.zsh'], {
    cwd: folder.path,
    env: { TERM: 'dumb' },
    input: lines.map((line) => `${line}\n`).join(''),
  });
  const parts = stdout.split('@BEGIN@').slice(1);
  return lines.map((_, index) =>
    [...(parts[index] ?? '').matchAll(/^@(.+)@\r?$/gm)].map(([, hit = '']) => hit).filter((hit) => hit !== 'END'),
  );
}

function completeInFish(lines: readonly string[]): readonly (readonly string[])[] {
  const { stdout } = run(
    'fish',
    ['--no-config', '-c', `source .completion.fish; while read -l line; echo @BEGIN@; complete -C "$line"; end`],
    { cwd: folder.path, input: lines.map((line) => `${line}\n`).join('') },
  );
  const parts = stdout.split('@BEGIN@\n').slice(1);
  const hits = (index: number): readonly string[] =>
    (parts[index] ?? '').split('\n').map((hit) => hit.split('\t')[0] ?? '');
  // fish also lists words that contain the letters.
  return lines.map((line, index) => hits(index).filter((hit) => hit !== '' && hit.startsWith(lastOf(line))));
}

describe.each([
  ['bash', completeInBash, ['bash', 'script']],
  ['zsh', completeInZsh, ['zsh']],
  ['fish', completeInFish, ['fish']],
] as const)('%s', (_, complete, programs) => {
  test('completes commands, options, their values, and files', (context) => {
    for (const program of programs) requireProgram(program, context);
    const found = complete(LINES.map(([line]) => line));
    expect(LINES.map(([line], index) => [line, (found[index] ?? []).map((hit) => toWhole(hit, line)).sort()])).toEqual(
      LINES.map(([line, expected]) => [line, [...expected].sort()]),
    );
  });
});

test.each(SHELLS)('the script for %s has every command and option, and says how it was made', async (shell) => {
  const text = await script(shell);
  const io = createMemoryIo({});
  for (const argv of [['--help'], ['lint', '--help']]) await main(argv, io);
  const words = io.out().match(/(?<=^ {2})[a-z]\w*(?= {2,})|(?<=--)[a-z-]+(?= )/gm) ?? [];
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
  expect(text).toContain(`plimsoll completion ${shell}`);
});

test.each([
  [['completion'], 'completion requires one shell: bash, zsh, fish, powershell.'],
  [['completion', 'bsh'], 'Did you mean bash?'],
  [['completion', 'bash', 'zsh'], 'completion requires one shell: bash, zsh, fish, powershell.'],
])('plimsoll %j is a wrong use', async (argv, message) => {
  const io = createMemoryIo({});
  expect(await main(argv, io)).toBe(2);
  expect(io.err()).toContain(message);
});

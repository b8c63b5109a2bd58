import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isSamePlain, toPlainModel } from '../../../../src/fixes/plain-model.ts';
import { isLong } from '../../../long.ts';
import { parse, possibleChanges, tryChange } from './model-changes.ts';

const hasBash = spawnSync('bash', ['-c', '(( BASH_VERSINFO[0] >= 5 ))']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-writer-'));
writeFileSync(join(folder, 'docker'), '#!/bin/bash\nprintf docker; printf \' %q\' "$@"; echo\n', { mode: 0o755 });
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** bash's commands for a script, each with docker's words. */
function commandsOf(script: string): string {
  const { stdout, stderr } = spawnSync('bash', ['-u', '-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(stderr).toBe('');
  return stdout;
}

/** Options in common spellings, one or two words each. */
const OPTIONS = [
  '-d',
  '-itP',
  '-Pd',
  '--privileged',
  '--privileged=true',
  '--pid=host',
  '--pid host',
  '--uts "host"',
  '--net host',
  '-p 80:80',
  '-dp 0.0.0.0:81:81/udp',
  '-p "[::]:82:82"',
  "-p'83'",
  '--publish=8000-8010:8000-8010',
  '-v /a:/b',
  '-v"/a b:/c:rw,z"',
  '--volume=/d:/e:rshared',
  '--mount type=bind,src=/f,dst=/g',
  '--device /dev/x',
  '--device=/dev/y:/dev/z:rwm',
  '-m 0',
  '--memory="0"',
  '--pids-limit -1',
  '--restart always',
  "--cap-add 'ALL'",
  '--cap-add=X',
  '--security-opt seccomp=unconfined',
  '--security-opt "no-new-privileges:false"',
  '--ulimit nofile=9',
  '--name \\web',
] as const;

const options = fc.shuffledSubarray([...OPTIONS], { maxLength: 6 });
const isBare = (option: string): boolean => !/["'\\]/.test(option);

/** A script with two containers, one of them with options. */
const scripts = options.chain((chosen) =>
  fc
    .record({
      form: fc.constantFrom('line', 'lines', 'first', 'array', 'tall array', 'string', 'values', 'call', 'set'),
      around: fc.constantFrom('', '', 'function', 'here-document', 'string', 'if', 'loop'),
    })
    .map(({ form, around }) => wrapped(commandWith(form, chosen), around)),
);

interface Command {
  readonly before: string;
  readonly line: string;
}

function commandWith(form: string, chosen: readonly string[]): Command {
  const words = chosen.join(' ');
  const lines = chosen.map((option) => `  ${option} \\\n`).join('');
  const bare = chosen.filter(isBare).join(' ');
  switch (form) {
    case 'lines':
      return { before: '', line: `docker run \\\n${lines}  nginx` };
    case 'first':
      return { before: '', line: `docker run -i \\\n${lines}  nginx sh -c ':'` };
    case 'array':
      return { before: `O=(${words})\n`, line: 'docker run "${O[@]}" nginx' };
    case 'tall array':
      return {
        before: `O=(\n  # options\n${chosen.map((option) => `  ${option} # it's one\n`).join('')})\n`,
        line: 'docker run "${O[@]}" nginx',
      };
    case 'string':
      return { before: `O="${bare}"\nO+=" --rm"\n`, line: 'docker run $O nginx' };
    case 'values':
      return {
        before: chosen
          .flatMap((option, index) =>
            isBare(option) && option.includes(' ') ? [`V${index}=${option.split(' ')[1]}\n`] : [],
          )
          .join(''),
        line: `docker run ${chosen
          .map((option, index) =>
            isBare(option) && option.includes(' ') ? `${option.split(' ')[0]} "$V${index}"` : option,
          )
          .join(' ')} nginx`,
      };
    case 'call':
      return { before: 'd() { docker "$@"; }\n', line: `d run ${words} nginx` };
    case 'set':
      return { before: `set -- ${words} nginx\n`, line: 'docker run --rm "$@"' };
    default:
      return { before: '', line: `docker run ${words} nginx` };
  }
}

function wrapped({ before, line }: Command, around: string): string {
  const inner = `${before}${line}`;
  switch (around) {
    case 'function':
      return `f() {\n${inner}\n}\nf\n`;
    case 'here-document':
      return `bash <<'EOF'\n${inner}\nEOF\n`;
    case 'string':
      return inner.includes("'") ? inner : `bash -c '${inner}'\n`;
    case 'if':
      return `${before}if true; then\n  ${line}; fi\n`;
    case 'loop':
      return `${before}for i in 1; do ${line}; done\ndocker exec -itu root x sh`;
    default:
      return inner;
  }
}

describe.runIf(hasBash)('bash runs what the model says', () => {
  test('after each change of a script that a person could have written', { timeout: 300_000 }, () => {
    const counts = { tried: 0, made: 0 };
    fc.assert(
      fc.property(scripts, fc.nat(), (script, pick) => {
        const parsed = parse(script);
        const changes = possibleChanges(parsed);
        const asked = changes[pick % Math.max(1, changes.length)];
        if (asked === undefined) return;
        counts.tried += 1;
        const tried = tryChange(parsed, script, asked);
        if (tried.kind === 'refused') return;
        expect(tried).toMatchObject({ kind: 'holds' });
        counts.made += 1;
        const run = parse(commandsOf(tried.text)).subjects;
        const read = parse(tried.text).subjects;
        expect(run.length).toBe(read.length);
        for (const [index, subject] of read.entries()) {
          const own = run[index];
          if (own === undefined || !isSamePlain(toPlainModel(subject), toPlainModel(own)))
            expect(own && toPlainModel(own)).toEqual(toPlainModel(subject));
        }
      }),
      { numRuns: isLong ? 5000 : 150 },
    );
    expect(counts.made / counts.tried).toBeGreaterThan(0.95);
  });
});

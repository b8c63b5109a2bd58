import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DockerInvocation } from '../../../src/parsers/docker/commands/invocation.ts';
import type { Argument } from '../../../src/parsers/docker/grammar/words.ts';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { isCertain } from '../../../src/text/location.ts';
import type { Text } from '../../../src/text/text.ts';
import { MAIN, type RandomScript } from './random-scripts.ts';

/** A command that bash ran but the model lacks. */
export interface Difference {
  readonly script: RandomScript;
  readonly command: readonly string[];
}

const SECONDS = 5;

/**
 * Runs scripts with bash, in which a stand-in for docker writes down its words, and gives each
 * command that no command of the model can be. `null` stands for a script that did not end in time.
 */
export function differencesIn(scripts: readonly RandomScript[], external: string | undefined): readonly Difference[] {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-random-'));
  try {
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    const log = join(directory, 'log');
    const stand = `#!/bin/sh\n{ for word; do printf '%s\\0' "$word"; done; printf '\\1\\0'; } >> ${log}\n`;
    writeFileSync(join(bin, 'docker'), stand, { mode: 0o755 });
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    for (const [index, { files }] of scripts.entries()) {
      for (const [path, text] of files) {
        const name = join(directory, String(index), path);
        mkdirSync(dirname(name), { recursive: true });
        writeFileSync(name, text);
      }
    }
    const runs = `for i in {0..${scripts.length - 1}}; do cd ${directory}/$i && timeout ${SECONDS} bash ${MAIN} > /dev/null 2>&1 < /dev/null; printf '\\2\\0' >> ${log}; done`;
    writeFileSync(log, '');
    spawnSync('bash', ['-c', runs], {
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        LC_ALL: 'C.UTF-8',
        HOME: '/home/user',
        ...(external === undefined ? {} : { EXTERN: external }),
      },
    });
    const recorded = readFileSync(log, 'utf8').split('\u0002\0').slice(0, -1);
    return scripts.flatMap((script, index) => {
      const commands = (recorded[index] ?? '')
        .split('\u0001\0')
        .slice(0, -1)
        .map((each) => each.split('\0').slice(0, -1));
      return missing(script, commands);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The commands missing from the model, unless the script was reported as not fully followed. */
function missing(script: RandomScript, commands: readonly (readonly string[])[]): readonly Difference[] {
  const { files } = script;
  const { invocations, problems } = findInvocations(fileScript(MAIN, files.get(MAIN) ?? ''), {
    environment: new Map(),
    sources: {
      path: MAIN,
      isWithin: (folder) => !folder.endsWith('..'),
      isFolder: () => false,
      read: (path) => files.get(path),
      has: (path) => files.has(path),
    },
  });
  if (problems.some(({ id }) => id === 'syntax/limit')) return [];
  const distinct = new Map(commands.map((command) => [command.join('\0'), command]));
  const hasOpenLoop = [...files.values()].some((text) => /\bwhile (?:read|\[) /.test(text));
  return [...distinct.values()]
    .filter((command) =>
      [command, withoutRepeats(command), ...(hasOpenLoop ? [withoutRounds(command)] : [])].every(
        (words) => !invocations.some((invocation) => canBe(invocation, words)),
      ),
    )
    .map((command) => ({ script, command }));
}

/**
 * Words without repeated options: a loop that adds them again says nothing new, and the model has
 * them once.
 */
function withoutRepeats(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const [option = '', value] = words.slice(at, at + 2);
    const isRepeat = option.startsWith('-') && option === kept.at(-2) && value === kept.at(-1);
    if (!isRepeat) kept.push(option);
    at += isRepeat ? 2 : 1;
  }
  return kept;
}

/** Words without the text that each loop round adds again. */
function withoutRounds(words: readonly string[]): readonly string[] {
  return words
    .join('\0')
    .replace(/([^]{2,}?)\1+/g, '$1')
    .split('\0');
}

/**
 * True if the words match the invocation: known words are equal, unknown ones fit their candidates.
 */
function canBe({ arguments: items }: DockerInvocation, words: readonly string[]): boolean {
  // The word offsets where the items so far can end.
  let ends = new Set([0]);
  for (const item of items) {
    const next = new Set<number>();
    for (const at of ends) {
      if (isOptional(item)) next.add(at);
      if (isAny(item)) for (let end = at; end <= words.length; end += 1) next.add(end);
      const word = words[at];
      if (word !== undefined && item.kind === 'word' && new RegExp(`^${patternOf(item.text)}$`, 's').test(word))
        next.add(at + 1);
    }
    ends = next;
  }
  return ends.has(words.length);
}

/** An unquoted expansion can be any number of words. */
function isAny(item: Argument): boolean {
  return (
    item.kind !== 'word' ||
    item.text.segments.some((segment) => segment.kind === 'unknown' && segment.mayBeWords === true)
  );
}

function isOptional(item: Argument): boolean {
  return (
    item.kind === 'word' &&
    [item.text.whole, ...item.text.segments.map(({ place }) => place)].some((place) => !isCertain(place))
  );
}

function patternOf(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return segment.candidates.length === 0 ? '.*' : `(?:${segment.candidates.map(patternOf).join('|')})`;
    })
    .join('');
}

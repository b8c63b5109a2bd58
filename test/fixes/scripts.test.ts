import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { fixFiles } from './fix-text.ts';

const root = join(import.meta.dirname, '../fixtures');
const scripts = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sh'));
/** One in this many scripts is fixed; with `PLIMSOLL_LONG=1`, all. */
const STEP = isLong ? 1 : 5;

const bash = (text: string): string => spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr;

describe('the scripts of the fixtures', () => {
  test.each(scripts.filter((_, index) => index % STEP === 0))('%s', { timeout: 60_000 }, async (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const { files } = await fixFiles({ 'script.sh': text }, {}, { preset: 'all' });
    const fixed = files[0]?.after ?? text;
    expect(bash(fixed)).toBe(bash(text));
    const again = await fixFiles({ 'script.sh': fixed }, {}, { preset: 'all' });
    expect(again.files).toEqual([]);
  });
});

/** Name, rule, script before and after, or the reason for skipping the fix. */
const CASES: readonly (readonly [name: string, rule: string, before: string, after: string])[] = [
  [
    'an array that two commands share, and both should change',
    'privileged-container',
    'O=(-d --privileged)\ndocker run "${O[@]}" a:1\ndocker run "${O[@]}" b:1\n',
    'O=(-d)\ndocker run "${O[@]}" a:1\ndocker run "${O[@]}" b:1\n',
  ],
  [
    'a function, from whose calls one has its own limit',
    'unlimited-pids',
    'r() { docker run "$@"; }\nr a:1\nr --pids-limit 5 b:1\n',
    'r() { docker run --pids-limit 4096 "$@"; }\nr a:1\nr --pids-limit 5 b:1\n',
  ],
  [
    'a function, from whose calls one must keep what it has',
    'unbounded-restart',
    'r() { docker run --restart "$1" "$2"; }\nr always a:1\nr no b:1\n',
    'r() { docker run --restart "$1" "$2"; }\nr on-failure:5 a:1\nr no b:1\n',
  ],
  [
    'a service, which has options of its own',
    'unlimited-memory',
    'docker service create --limit-memory 0 a:1\ndocker service create b:1\n',
    'docker service create --limit-memory 512m a:1\ndocker service create --limit-memory 512m b:1\n',
  ],
  [
    'the policy of a service, which stands in two options',
    'unbounded-restart',
    'docker service create --restart-condition any a:1\n',
    'form',
  ],
  [
    'several values of one list in a line, and what is added before them',
    'added-capability',
    'docker run -d \\\n\t--cap-add=SYS_NICE --cap-add=NET_ADMIN --cap-add=IPC_LOCK \\\n\ta:1\n',
    'docker run -d \\\n\t--cap-drop=ALL \\\n\ta:1\n',
  ],
  [
    'each round of a loop',
    'wildcard-bind-address',
    'for p in 8080 8443; do docker run -p "$p:$p" a:1; done\n',
    'for p in 8080 8443; do docker run -p "127.0.0.1:$p:$p" a:1; done\n',
  ],
  [
    'an option that a command gets on some code paths',
    'privileged-container',
    'if [ -e /dev/x ]; then O=--privileged; fi\ndocker run $O a:1\n',
    'if [ -e /dev/x ]; then O=--privileged; fi\ndocker run $O a:1\n',
  ],
  [
    'a command that names what another one starts',
    'privileged-container',
    'docker exec "$(docker run -d --privileged a:1)" sh -c ls\ndocker run x:1 "$(docker run --privileged b:1)"\n',
    'docker exec "$(docker run -d a:1)" sh -c ls\ndocker run x:1 "$(docker run b:1)"\n',
  ],
  [
    'each option of a tmpfs, with quotes and variables',
    'executable-tmpfs',
    'docker run --tmpfs /x:rw,exec --tmpfs \'/y:suid,dev,size=1m\' --tmpfs="/z:size=$SIZE,exec" a:1\n',
    'docker run --tmpfs /x:rw,noexec --tmpfs \'/y:nosuid,nodev,size=1m\' --tmpfs="/z:size=$SIZE,noexec" a:1\n',
  ],
  [
    'a tmpfs whose options stand in a variable',
    'executable-tmpfs',
    'O=exec,size=1m\ndocker run --tmpfs "/x:$O" a:1\n',
    'O=noexec,size=1m\ndocker run --tmpfs "/x:$O" a:1\n',
  ],
  [
    'a tmpfs that a variable gives whole',
    'executable-tmpfs',
    'T=/x:exec\ndocker run --tmpfs "$T" a:1\n',
    'T=/x:noexec\ndocker run --tmpfs "$T" a:1\n',
  ],
  [
    'a tmpfs with exec on some code paths',
    'executable-tmpfs',
    'O=noexec\nif [ -n "$N" ]; then O=exec; fi\ndocker run --tmpfs "/x:$O" a:1\n',
    'O=noexec\nif [ -n "$N" ]; then O=exec; fi\ndocker run --tmpfs "/x:$O" a:1\n',
  ],
  ['a misspelt option', 'syntax/unknown-flag', 'docker run --reed-only a:1\n', 'docker run --read-only a:1\n'],
  ['one that would give the host away', 'syntax/unknown-flag', 'docker run --privilegd a:1\n', 'new-finding'],
  [
    'one with a value, in an array',
    'syntax/unknown-flag',
    'O=("--memry=1g" -d)\ndocker run "${O[@]}" a:1\n',
    'O=("--memory=1g" -d)\ndocker run "${O[@]}" a:1\n',
  ],
  ['one that lacks a dash', 'syntax/unknown-flag', 'docker run -name=web a:1\n', 'docker run --name=web a:1\n'],
  ['one that nothing is like', 'syntax/unknown-flag', 'docker run --xyzzy a:1\n', 'docker run --xyzzy a:1\n'],
  [
    'an unused comment',
    'suppression/unused',
    'docker run -d a:1 # plimsoll: ignore[host-network] -- x\n',
    'docker run -d a:1\n',
  ],
  [
    'a misspelt rule',
    'suppression/unknown-rule',
    '# plimsoll: ignore[host-netwrk] -- x\ndocker run --net host a:1\n',
    '# plimsoll: ignore[host-network] -- x\ndocker run --net host a:1\n',
  ],
  [
    'a variable that another command needs',
    'wildcard-bind-address',
    'A=0.0.0.0\ndocker run -p "$A:8080:80" a:1\ndocker run --dns "$A" -p 127.0.0.1:1:1 b:1\n',
    'shared',
  ],
];

test.each(CASES)('%s', async (_, rule, before, after) => {
  const { files, withdrawn } = await fixFiles(
    { 'script.sh': `#!/bin/bash\n${before}` },
    { rules: [rule] },
    { preset: 'all' },
  );
  const [first] = withdrawn;
  expect(first === undefined ? (files[0]?.after ?? `#!/bin/bash\n${before}`) : first.withdrawal.reason).toBe(
    ['shared', 'form', 'new-finding'].includes(after) ? after : `#!/bin/bash\n${after}`,
  );
});

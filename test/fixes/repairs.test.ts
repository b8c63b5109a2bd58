import { expect, test } from 'vitest';
import { fixCompose, fixFiles } from './fix-text.ts';

/** Name, rule, and a service's lines before and after. */
const CASES: readonly (readonly [name: string, rule: string, before: readonly string[], after: readonly string[]])[] = [
  ['a misspelt key', 'syntax/unknown-key', ['memlimit: 1g'], ['mem_limit: 1g']],
  ['in its quotes', 'syntax/unknown-key', ['"read_onyl": true # why'], ['"read_only": true # why']],
  ['deeper', 'syntax/unknown-key', ['healthcheck: {tets: x}'], ['healthcheck: {test: x}']],
  [
    'an element that is there twice',
    'syntax/duplicate-item',
    ['security_opt:', '  - label=type:x', '  - label=type:x # again', 'tty: true'],
    ['security_opt:', '  - label=type:x', '  # again', 'tty: true'],
  ],
  [
    'a comment without effect, with its line',
    'suppression/unused',
    ['# plimsoll: ignore[host-network] -- x', 'tty: true'],
    ['tty: true'],
  ],
  ['and behind a value', 'suppression/unused', ['tty: true # plimsoll: ignore[host-network] -- x'], ['tty: true']],
  [
    'but not what else the comment says',
    'suppression/unused',
    ['tty: true # why # plimsoll: ignore[host-network] -- x'],
    ['tty: true # why'],
  ],
  [
    'nor what has an effect',
    'suppression/unused',
    ['pid: host # plimsoll: ignore[host-network, host-pid-namespace] -- x'],
    ['pid: host # plimsoll: ignore[host-pid-namespace] -- x'],
  ],
  [
    'the last of several',
    'suppression/unused',
    ['pid: host # plimsoll: ignore[host-pid-namespace, host-network] -- x'],
    ['pid: host # plimsoll: ignore[host-pid-namespace] -- x'],
  ],
  [
    'a misspelt rule',
    'suppression/unknown-rule',
    ['pid: host # plimsoll: ignore[host-pid-namspace] -- x'],
    ['pid: host # plimsoll: ignore[host-pid-namespace] -- x'],
  ],
  [
    'a misspelt comment',
    'suppression/malformed',
    ['pid: host # why #Plimsoll ignore[host-pid-namespace] -- x'],
    ['pid: host # why # plimsoll: ignore[host-pid-namespace] -- x'],
  ],
];

test.each(CASES)('%s (%s)', async (_, rule, before, after) => {
  const service = (lines: readonly string[]): string =>
    ['services:', '  web:', '    image: nginx:1.27.0', ...lines.map((line) => `    ${line}`), ''].join('\n');
  expect(await fixCompose(service(before), rule)).toBe(service(after));
});

test('they are safe', async () => {
  const text = 'services:\n  web:\n    image: nginx:1.27.0\n    memlimit: 1g\n';
  const { files, hidden } = await fixFiles({ 'compose.yaml': text }, { risk: 'safe' });
  expect(files[0]?.after).toBe(text.replace('memlimit', 'mem_limit'));
  expect([...hidden.keys()]).toEqual(['low', 'medium']);
});

test.each([
  ['priviliged: true', 'privileged-container'],
  ['volume: ["/:/host"]', 'sensitive-host-mount'],
  ['network_mod: host', 'host-network'],
])('%s is left to a person, who may not want what it would ask for', async (line, rule) => {
  const text = `services:\n  web:\n    image: nginx:1.27.0\n    ${line}\n`;
  const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: ['syntax/unknown-key'] });
  expect(files).toEqual([]);
  expect(JSON.stringify(withdrawn)).toContain(`It would make \`${rule}\` an error.`);
});

test('no key is written twice', async () => {
  const text = 'services:\n  web:\n    image: nginx:1.27.0\n    privilged: true\n    privileged: false\n';
  expect(await fixCompose(text, 'syntax/unknown-key')).toBe(text);
});

test('a text is put right first, and then what it asks for', async () => {
  const text = 'services:\n  web:\n    image: nginx:1.27.0\n    read_onyl: false\n';
  expect(await fixCompose(text, 'syntax/unknown-key', 'writable-root-filesystem')).toBe(
    text.replace('read_onyl: false', 'read_only: true\n    tmpfs:\n      - /var/cache/nginx\n      - /run'),
  );
});

import { describe, expect, test } from 'vitest';
import { lintText } from '../../../../src/lint/lint.ts';
import { quadletSetting } from '../../../../src/parsers/programs/quadlet-keys.ts';
import { inQuadlet } from '../../../../src/rules/shared/remedies/dialects.ts';
import { createSession } from '../../../../src/session/session.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

async function lint(tree: Readonly<Record<string, string>>, rule: string, path = 'web.container') {
  const session = createSession({ files: createMemoryFiles(tree), config: false, preset: 'all' });
  const { inputs, texts } = await session.lint({ paths: [path] });
  return inputs
    .flatMap(({ findings, undecided }) => [...findings, ...undecided])
    .filter((result) => result.rule === rule)
    .map(({ location: { path: file, span } }) => `${file}: ${texts.get(file)?.slice(span.start, span.end) ?? ''}`);
}

describe('what a unit names next to it', () => {
  test('a volume that is a directory of the host', async () => {
    const tree = {
      'web.container': '[Container]\nImage=nginx:1.27\nVolume=data.volume:/data\n',
      'data.volume': '[Volume]\nDevice=/etc\nType=none\nOptions=bind\n',
    };
    expect(await lint(tree, 'sensitive-host-mount')).toEqual(['data.volume: /etc']);
  });

  test('an image whose tag moves', async () => {
    const tree = {
      'web.container': '[Container]\nImage=web.image\n',
      'web.image': '[Image]\nImage=quay.io/a/b:latest\n',
    };
    expect(await lint(tree, 'unpinned-image')).toEqual(['web.image: quay.io/a/b:latest']);
  });

  test('no file of another directory', async () => {
    const tree = { 'web.container': '[Container]\nImage=../web.image\n', '../web.image': '[Image]\nImage=a:latest\n' };
    expect(await lint(tree, 'unpinned-image')).toEqual(['web.container: ../web.image']);
  });

  test('a pod, whose network the container has', async () => {
    const tree = { 'web.container': '[Container]\nImage=nginx:1.27\nPod=site.pod\nPublishPort=8080:80\n' };
    expect(await lint(tree, 'default-bridge-network')).toEqual([]);
  });
});

describe('a command next to the container', () => {
  test.each(['ExecStartPre', 'ExecStopPost'])('is read: %s', async (key) => {
    const unit = `[Container]\nImage=a:1\n[Service]\n${key}=-podman run --privileged b:1\n`;
    expect(await lint({ 'web.container': unit }, 'privileged-container')).toEqual(['web.container: --privileged']);
  });

  test('is none of what Quadlet writes itself', async () => {
    const unit = '[Container]\nImage=a:1\n[Service]\nExecStart=podman run --privileged b:1\n';
    expect(await lint({ 'web.container': unit }, 'privileged-container')).toEqual([]);
  });
});

describe('a pod', () => {
  const pod = '[Pod]\nPublishPort=8080:80\nNetwork=host\nVolume=/etc:/x\n';
  const container = '[Container]\nImage=nginx:1.27\nPod=site.pod\n';
  const found = async (
    tree: Readonly<Record<string, string>>,
    paths: readonly string[],
  ): Promise<readonly string[]> => {
    const session = createSession({ files: createMemoryFiles(tree), config: false, preset: 'all' });
    const { inputs } = await session.lint({ paths });
    return inputs.flatMap(({ findings }) =>
      findings.flatMap(({ rule, location: { path } }) => (path === 'site.pod' ? [rule] : [])),
    );
  };

  test('is linted itself, and nothing is missing in it', async () => {
    expect(await found({ 'site.pod': pod }, ['site.pod'])).toEqual(['host-network', 'sensitive-host-mount']);
    expect(await found({ 'site.pod': '[Pod]\nPublishPort=8080:80\n' }, ['site.pod'])).toEqual([
      'wildcard-bind-address',
    ]);
  });

  test('is linted once with its containers', async () => {
    const tree = { 'site.pod': pod, 'app.container': container, 'db.container': container };
    expect(await found(tree, ['.'])).toEqual(['host-network', 'sensitive-host-mount']);
    expect(await found(tree, ['app.container', 'db.container'])).toEqual(['host-network', 'sensitive-host-mount']);
    expect(await found(tree, ['db.container'])).toEqual(['host-network', 'sensitive-host-mount']);
  });

  test('has comments of its own', async () => {
    const ignored = '# plimsoll: ignore[sensitive-host-mount] -- reads names\nVolume=/etc:/x';
    const tree = { 'site.pod': pod.replace('Volume=/etc:/x', ignored), 'app.container': container };
    const { inputs } = await createSession({ files: createMemoryFiles(tree), config: false }).lint({ paths: ['.'] });
    const all = inputs.flatMap(({ findings }) => findings);
    expect(all.filter(({ rule }) => rule.startsWith('suppression/'))).toEqual([]);
    expect(all.find(({ rule }) => rule === 'sensitive-host-mount')?.suppression?.kind).toBe('comment');
  });

  test('is called one', async () => {
    const { findings } = await lintText({ path: 'site.pod', text: pod });
    expect(findings.map(({ message }) => message.what)[0]).toMatch(/^Pod `site` uses the host network/);
    expect((await lintText({ path: 'site.pod', text: '[Pod]\nImage=a\n' })).findings[0]?.rule).toBe(
      'syntax/unknown-key',
    );
  });
});

test('what drop-ins alone do not say may be in their unit', async () => {
  const tree = { 'web.container.d/10.conf': '[Container]\nPodmanArgs=--privileged\n' };
  const path = 'web.container.d/10.conf';
  expect(await lint(tree, 'privileged-container', path)).toEqual([`${path}: --privileged`]);
  expect(await lint(tree, 'unlimited-memory', path)).toEqual([`${path}: [Container]`]);
  expect(await lint(tree, 'syntax/missing-image', path)).toEqual([]);
});

test('a comment suppresses what is below it, and the header what is missing', async () => {
  const text = `# plimsoll: ignore[unlimited-memory] -- limited by its slice
[Container]
Image=nginx:1.27
# plimsoll: ignore[host-network] -- it is the proxy
Network=host
`;
  const rules = ['unlimited-memory', 'host-network', 'suppression/unused'];
  const result = await lintText({ path: 'web.container', text }, { preset: 'all' });
  const open = result.findings.filter(({ suppression }) => suppression === undefined);
  expect(open.filter(({ rule }) => rules.includes(rule))).toEqual([]);
  expect(result.findings.length).toBe(open.length + 2);
});

test('a container of standard input is called after its image', async () => {
  const session = createSession({ files: createMemoryFiles({}), config: false });
  const { inputs } = await session.lint({ paths: [], nameless: '[Container]\nImage=quay.io/a/b:1\n' });
  expect(inputs.flatMap(({ subjects }) => subjects.map(({ name }) => name))).toEqual(['quay.io/a/b:1']);
});

test('a unit of another kind is not an input', async () => {
  const tree = {
    'a.container': 'not a unit',
    'd.container': '[Container]\n{{#if x}}\nImage=a\n{{/if}}\n',
    'b.container': '[Other]\nImage=x\n',
    'c.network': '[Network]\n',
  };
  const session = createSession({ files: createMemoryFiles(tree), config: false });
  const { inputs, notes } = await session.lint({ paths: ['.'] });
  expect([inputs, notes]).toEqual([[], []]);
});

describe('a remedy in the syntax of Quadlet', () => {
  test.each([
    ['Add `--read-only`, with `--tmpfs /tmp`.', 'Add `ReadOnly=true` under `[Container]`, with `Tmpfs=/tmp`.'],
    [
      'Add `--memory=512m`, or as much as it needs.',
      'Add `PodmanArgs=--memory=512m` under `[Container]`, or as much as it needs.',
    ],
    ['Remove `--privileged`; add `--cap-add`.', 'Remove `PodmanArgs=--privileged`; add `AddCapability=`.'],
    ['Write `-p 127.0.0.1:80:80`.', 'Write `PublishPort=127.0.0.1:80:80`.'],
    ['Write `:z` after `/data`.', 'Write `:z` after `/data`.'],
  ])('%s', (docker, quadlet) => {
    expect(inQuadlet(docker, () => false)).toBe(quadlet);
  });

  test('has the keys of newer versions where the unit has them', () => {
    expect(inQuadlet('Write `--memory=1g`.', (key) => key === 'Memory')).toBe('Write `Memory=1g`.');
  });

  test.each([
    ['security-opt', 'no-new-privileges:true', 'NoNewPrivileges=true'],
    ['security-opt', 'label=disable', 'SecurityLabelDisable=true'],
    ['security-opt', 'label=type:web_t', 'SecurityLabelType=web_t'],
    ['security-opt', 'seccomp=unconfined', 'SeccompProfile=unconfined'],
    ['security-opt', 'apparmor=unconfined', 'PodmanArgs=--security-opt=apparmor=unconfined'],
    ['init', undefined, 'RunInit=true'],
    ['user', '1000', 'User=1000'],
    ['pid', 'host', 'PodmanArgs=--pid=host'],
  ])('--%s %s', (flag, value, setting) => {
    const { key, value: written } = quadletSetting(flag, value);
    expect(`${key}=${written}`).toBe(setting);
  });
});

import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { parseLine } from './command-line.ts';

function container(line: string): Container {
  const { subjects, problems } = parseLine(line);
  expect(problems).toEqual([]);
  const [subject] = subjects;
  return subject?.kind === 'container' ? subject : expect.unreachable();
}

describe('podman and nerdctl', () => {
  test('podman makes pods, with a letter of its own for the name', () => {
    expect(container('podman pod create --network host -p 80:80 -n web')).toMatchObject({
      origin: 'podman pod create',
      isPod: true,
      name: 'web',
      hostConfig: { networkMode: { value: 'host' } },
      unresolvedOptions: [],
    });
    expect(container('podman pod create --share net "$NAME"')).toMatchObject({ name: '$NAME', unresolvedOptions: [] });
  });

  test.each([
    ['podman run --privileged alpine', 'podman run'],
    ['podman container create alpine', 'podman create'],
    ['podman --log-level debug --remote run alpine', 'podman run'],
    ['podman -r -c x run alpine', 'podman run'],
    ['podman -D run --runtime crun --log-level debug --tmpdir /x alpine', 'podman run'],
    ['nerdctl run alpine', 'nerdctl run'],
    ['nerdctl run --namespace k8s.io --debug-full alpine', 'nerdctl run'],
    ['nerdctl -n k8s.io --address /run/x.sock create alpine', 'nerdctl create'],
  ])('%s is a %s', (line, origin) => {
    expect(container(line)).toMatchObject({ origin, unresolvedOptions: [], config: { image: { value: 'alpine' } } });
  });

  test.each([
    // The programs' own flags.
    'podman run --replace --name web --pod mypod --systemd always --tz local --rmi alpine',
    'podman run --userns keep-id --network slirp4netns:port_handler=slirp4netns --umask 0022 --secret a --secret b alpine',
    'podman run --pid private --pull newer --uts private alpine',
    'nerdctl run --cosign-key key --verify cosign --ipfs-address x alpine',
    // Unknown flags, whose arity follows from their neighbors.
    'nerdctl run --frobnicate=1 alpine',
    'nerdctl run --frobnicate --rm alpine',
    'nerdctl run --frobnicate alpine',
    'nerdctl run --frobnicate docker.io/alpine sh',
    'nerdctl run --frobnicate=1 -d alpine',
    'nerdctl run --frobnicate=value alpine sh',
    'nerdctl run --frobnicate -d alpine',
  ])('%s', (line) => {
    const { config, unresolvedOptions } = container(line);
    expect(valueOf(config.image)).toMatch(/^(?:docker\.io\/)?alpine$/);
    expect(unresolvedOptions).toEqual([]);
  });

  test('an unknown flag before words that could be its value means unresolved options', () => {
    expect(container('nerdctl run --frobnicate x alpine sh')).toMatchObject({
      config: { image: { value: 'alpine' } },
      unresolvedOptions: [{ expression: '--frobnicate', reason: 'unparsed' }],
    });
  });

  test('podman and nerdctl separate capabilities by commas, docker does not', () => {
    const names = (line: string): unknown => container(line).hostConfig.capAdd?.map(valueOf);
    expect(names('podman run --cap-add SYS_ADMIN,NET_ADMIN alpine')).toEqual(['SYS_ADMIN', 'NET_ADMIN']);
    expect(names('nerdctl run --cap-add SYS_ADMIN,NET_ADMIN alpine')).toEqual(['SYS_ADMIN', 'NET_ADMIN']);
    expect(names('docker run --cap-add SYS_ADMIN,NET_ADMIN alpine')).toEqual(['SYS_ADMIN,NET_ADMIN']);
  });

  test('podman separates ports, servers and kernel parameters by commas', () => {
    const { portBindings, dns, sysctls } = container(
      'podman run -p 80:80,127.0.0.1:81:81 --dns 1.1.1.1,8.8.8.8 --sysctl net.a=1,net.b=2 alpine',
    ).hostConfig;
    expect([portBindings?.length, dns?.map(valueOf), sysctls?.map(({ key }) => valueOf(key))]).toEqual([
      2,
      ['1.1.1.1', '8.8.8.8'],
      ['net.a', 'net.b'],
    ]);
  });

  test('the container of an exec can be one that a flag names', () => {
    const exec = (line: string): unknown => {
      const [subject] = parseLine(line).subjects;
      return subject?.kind === 'exec' ? [subject.name, subject.cmd?.map(valueOf)] : subject;
    };
    expect(exec('podman exec --latest -u0 web sh')).toEqual(['--latest', ['web', 'sh']]);
    expect(exec('podman exec --cidfile x.cid ls')).toEqual(['x.cid', ['ls']]);
    expect(exec('podman exec --latest=false web sh')).toEqual(['web', ['sh']]);
  });

  test.each([
    ['podman run --privilegd alpine', '--privilegd'],
    ['podman run --link a alpine', '--link'],
    ['podman create --rmi alpine', '--rmi'],
    ['podman exec --env-merge A=1 web ls', '--env-merge'],
    ['podman --nonsense run alpine', '--nonsense'],
  ])('%s has a flag that podman does not know', (line, flag) => {
    const found = parseLine(line).problems.map(({ id, message: { what } }) => [id, what.includes(`\`${flag}\``)]);
    expect(found).toEqual([['syntax/unknown-flag', true]]);
  });

  test('a mode that docker does not have is kept', () => {
    expect(container('podman run --userns keep-id alpine').hostConfig.usernsMode).toMatchObject({ value: 'keep-id' });
    expect(container('podman run --network pasta:-t=80 alpine').hostConfig.networkMode).toMatchObject({
      value: 'pasta:-t=80',
    });
  });
});

describe('newer flags', () => {
  test('the API socket is a mount', () => {
    expect(container('docker run --use-api-socket alpine')).toMatchObject({
      apiSocket: { value: true },
      hostConfig: {
        mounts: [
          {
            type: { value: 'bind' },
            source: { value: '/var/run/docker.sock' },
            target: { value: '/var/run/docker.sock' },
          },
        ],
      },
    });
  });

  test('it can be turned off', () => {
    const { apiSocket, hostConfig } = container('docker run --use-api-socket=false alpine');
    expect([valueOf(apiSocket), hostConfig.mounts]).toEqual([false, undefined]);
  });
});

import { expect, test } from 'vitest';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import { subjectsIn } from '../subjects-in.ts';

test.each([
  ['known', 'docker run --rm -v /a:/b x:1', []],
  ['not known', 'docker run --memory "$M" -v "$V:/b" x:1', ['HostConfig.Memory', 'HostConfig.Binds[0]']],
  [
    'there on some code paths',
    'docker run ${CI:+--rm} ${D:+-v /a:/b} x:1',
    ['HostConfig.AutoRemove', 'HostConfig.Binds[0]'],
  ],
  [
    'one of a few',
    'if a; then N=app; else N=db; fi; docker run --network "$N" x:1',
    ['HostConfig.NetworkMode', 'NetworkingConfig.EndpointsConfig[0]'],
  ],
])('the fields that are unknown, of a value that is %s', async (_name, text, unknown) => {
  const subjects = await subjectsIn({ path: 'run.sh', text });
  expect(subjects.flatMap((subject) => toEngineJson(subject, { workingDirectory: '/work' }).unknown)).toEqual(unknown);
});

test('what the Dockerfile of an image gives the container, next to the request', async () => {
  const dockerfile = 'FROM a:1\nUSER app\nVOLUME /data $D\nEXPOSE 80\nCMD ["run"]\nHEALTHCHECK CMD ["ok"]\n';
  const text = 'services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n';
  const inline = dockerfile.replaceAll(/^(?=.)/gm, '        ').replaceAll('$', '$$$$');
  const subjects = await subjectsIn({ path: 'compose.yaml', text: text + inline });
  const { Image, unknown } = toEngineJson(subjects[0] ?? never(), { workingDirectory: '/work' });
  expect(Image).toEqual({
    User: 'app',
    Cmd: ['run'],
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['CMD', 'ok'] },
    Volumes: { '/data': {}, $D: {} },
  });
  expect(unknown).toContain('Image.Volumes[1]');
});

function never(): never {
  throw new Error('no subject');
}

import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { value } from './values.ts';

const text = fc.oneof(
  value,
  fc.constantFrom(
    ...['debian:12', 'root', '--privileged', '--network=host', '-v', '/etc:/x', 'type=bind,source=/etc,target=/x'],
    ...['${localEnv:HOME}${localEnv:USERPROFILE}/.ssh', '${localEnv:A:b}', '${localWorkspaceFolder}', '${', '80:80'],
    ...['compose.yaml', 'Dockerfile', 'ALL', 'seccomp=unconfined', '\u0000', '"', '\\', 'é\n'],
  ),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: text },
    fc.constantFrom(true, false, null, 0, 22, 1.5),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('type', 'source', 'target', 'dockerfile', 'args', 'A', 'gpu'), tie('json'), {
      maxKeys: 3,
    }),
  ),
}));
const key = fc.constantFrom(
  ...['image', 'image', 'build', 'dockerFile', 'dockerComposeFile', 'service', 'name', 'runArgs', 'runArgs', 'mounts'],
  ...['workspaceMount', 'privileged', 'init', 'capAdd', 'securityOpt', 'containerUser', 'containerEnv', 'remoteEnv'],
  ...['appPort', 'forwardPorts', 'hostRequirements', 'overrideCommand', 'features'],
);
const comment = fc.constantFrom(
  '',
  '',
  '\n// a\n',
  '/* b */',
  '\n// plimsoll: ignore[privileged-container] -- a\n',
  '/*',
  ',',
);

/** A devcontainer.json, valid or not, with a Dockerfile and a Compose file. */
export const devcontainer: fc.Arbitrary<Tree> = fc
  .tuple(fc.array(fc.tuple(key, json, comment), { maxLength: 8 }), fc.constantFrom('}', ',}', '', '}}'))
  .map(([properties, end]): Tree => {
    const written = properties.map(
      ([name, content, before]) => `${before}${JSON.stringify(name)}: ${JSON.stringify(content)}`,
    );
    return {
      'a/.devcontainer/devcontainer.json': `{${written.join(',')}${end}`,
      'a/.devcontainer/Dockerfile': 'FROM debian:12\nUSER root\n',
      'a/.devcontainer/compose.yaml':
        'services:\n  root:\n    image: debian:12\n    volumes: ["A:/x"]\nvolumes: {A: {}}\n',
    };
  });

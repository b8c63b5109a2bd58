import fc from 'fast-check';
import { value } from './values.ts';

const json = fc.oneof(
  value.map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', 'null', '0', '-1', '1e9', '[]', '{}', '["a"]', '[null]', '{"a": "b"}', '', '"'),
  fc.constantFrom('[{"Type": "bind", "Source": "/etc", "Destination": "/x"}]', '{"80/tcp": [{"HostPort": "80"}]}'),
);

const object = (keys: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), json), { maxLength: 8 })
    .map((entries) => `{${entries.map(([key, text]) => `"${key}": ${text}`).join(', ')}}`);

const config = object([
  'Image',
  'User',
  'Env',
  'Cmd',
  'Entrypoint',
  'Healthcheck',
  'ExposedPorts',
  'Labels',
  'Volumes',
]);
const hostConfig = object([
  'Binds',
  'CapAdd',
  'CapDrop',
  'Devices',
  'LogConfig',
  'Memory',
  'Mounts',
  'NanoCpus',
  'NetworkMode',
  'PidMode',
  'PidsLimit',
  'PortBindings',
  'Privileged',
  'ReadonlyRootfs',
  'RestartPolicy',
  'SecurityOpt',
  'Tmpfs',
  'Ulimits',
]);
const container = fc
  .tuple(config, hostConfig, json, json, fc.constantFrom('"Id": "1", "Name": "/web", ', '"Id": "1", ', '"Pod": "", '))
  .map(
    ([own, host, mounts, settings, head]) =>
      `{${head}"Config": ${own}, "HostConfig": ${host}, "Mounts": ${mounts}, "NetworkSettings": ${settings}}`,
  );

/** Output of `docker inspect` and `podman inspect`, valid or not. */
export const inspect: fc.Arbitrary<string> = fc
  .tuple(fc.array(container, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\r\n', ''))
  .map(([containers, end]) => `[${containers.join(`,${end}`)}]${end}`);

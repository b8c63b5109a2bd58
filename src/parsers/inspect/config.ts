import type { Config, Healthcheck } from '../../model/config.ts';
import type { PortBinding } from '../../model/values.ts';
import type { Setting } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import { type Fields } from './fields.ts';
import { readExposedPorts } from './ports.ts';

/** `Config` as an engine prints it (moby `api/types/container.Config`): with what the image adds, its own health check among it. */
export function readConfig(config: Fields, bindings: readonly PortBinding[] | undefined): Config {
  return defined({
    hostname: config.string('Hostname'),
    domainname: config.string('Domainname'),
    user: config.string('User'),
    attachStdin: config.flag('AttachStdin'),
    attachStdout: config.flag('AttachStdout'),
    attachStderr: config.flag('AttachStderr'),
    exposedPorts: readExposedPorts(config, bindings),
    tty: config.flag('Tty'),
    openStdin: config.flag('OpenStdin'),
    stdinOnce: config.flag('StdinOnce'),
    env: config.strings('Env'),
    cmd: config.strings('Cmd'),
    healthcheck: readHealthcheck(config),
    image: config.string('Image'),
    volumes: config.names('Volumes')?.map((path) => path.toStringSetting()),
    workingDir: config.string('WorkingDir'),
    entrypoint: readEntrypoint(config),
    networkDisabled: config.flag('NetworkDisabled'),
    macAddress: config.string('MacAddress'),
    labels: config.entries('Labels'),
    stopSignal: config.string('StopSignal'),
    stopTimeout: config.number('StopTimeout'),
  });
}

/** A list, or the one string that podman made of it before version 5. */
function readEntrypoint(config: Fields): readonly Setting<string>[] | undefined {
  return (
    config.strings('Entrypoint') ??
    config
      .text('Entrypoint')
      ?.split(' ')
      .map((word) => word.toStringSetting())
  );
}

function readHealthcheck(config: Fields): Healthcheck | undefined {
  const check = config.fields('Healthcheck');
  if (check === undefined) return undefined;
  const test = check.strings('Test');
  const timing = {
    interval: check.number('Interval'),
    timeout: check.number('Timeout'),
    startPeriod: check.number('StartPeriod'),
    startInterval: check.number('StartInterval'),
    retries: check.number('Retries'),
  };
  const isSet = test !== undefined || Object.values(timing).some((value) => value !== undefined);
  return isSet ? { ...defined({ test, ...timing }), place: config.placeOfName('Healthcheck') } : undefined;
}

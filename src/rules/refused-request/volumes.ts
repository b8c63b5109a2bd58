import { type Container, dialectOf } from '../../model/container.ts';
import { type Setting, valueOf } from '../../text/setting.ts';
import { quote } from '../shared/wording.ts';
import { type Refusal, type Row, toRefusal } from './check.ts';

/** Options that the `local` driver rejects, for requested and defined volumes (moby `volume/local`). */
export function* driverOptions({ hostConfig: { binds = [], mounts = [] } }: Container): Iterable<Refusal> {
  const volumes = [
    ...[...binds, ...mounts].map(({ volume }) => ({ name: volume?.driver, options: volume?.driverOpts })),
    ...mounts.map(({ volumeOptions }) => ({ ...volumeOptions?.driverConfig })),
  ];
  for (const { name, options = [] } of volumes) {
    const keys = options.flatMap(({ key }) => (key.known ? [key] : []));
    if (!isOfLocal(name) || keys.length < options.length) continue;
    for (const key of keys) {
      const needed = DRIVER_OPTIONS[key.value];
      const missing = needed?.find((each) => !keys.some(({ value }) => value === each));
      const asked = `volume option \`${quote(key)}\``;
      if (needed === undefined) yield toRefusal(NO_OPTION, key, asked, quote(key));
      else if (missing !== undefined) yield toRefusal(LACKS_OPTION, key, `${asked} without \`${missing}\``, missing);
    }
  }
}

const DRIVER_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  type: ['device'],
  device: ['type'],
  o: ['device', 'type'],
  size: [],
};

const NO_OPTION: Row = { says: 'invalid option: "{}"', remedy: 'Use `type`, `o`, `device` or `size`.' };

const LACKS_OPTION: Row = { says: 'missing required option: "{}"', remedy: 'Set it too.' };

/** Names of `local` volumes. Compose itself rejects undefined ones. */
export function volumeNames({
  hostConfig: { binds = [], mounts = [], volumeDriver },
  origin,
}: Container): readonly (Setting<string> | undefined)[] {
  const named = [
    ...(isOfLocal(volumeDriver) ? binds : []).filter(
      ({ sourceKind, source }) => sourceKind === 'volume' || (dialectOf(origin) !== 'compose' && isHome(source)),
    ),
    ...mounts.filter(({ type, source, volumeOptions }) => {
      const isNamed = valueOf(type) === 'volume' && valueOf(source) !== '';
      return isNamed && isOfLocal(volumeOptions?.driverConfig?.name);
    }),
  ];
  return named.map(({ source, volume }) => {
    const isDefined = volume !== undefined || dialectOf(origin) !== 'compose';
    return isDefined && isOfLocal(volume?.driver) ? source : undefined;
  });
}

/** An unexpanded `~`: quoted, or after other text. */
function isHome(source: Setting<string>): boolean {
  return source.known && source.value.startsWith('~');
}

export function isOfLocal(driver: Setting<string> | undefined): boolean {
  return driver === undefined || (driver.known && ['', 'local'].includes(driver.value));
}

import { type Container, dialectOf } from '../../model/container.ts';
import { type Setting, valueOf } from '../../text/setting.ts';

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

import { joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { readInside } from '../../contract/read-inside.ts';
import { unitOfDropIn } from '../units/drop-ins.ts';
import { readEnvFile } from '../units/env-file.ts';
import { expandSpecifiers, type Specifiers } from '../units/expand.ts';
import type { UnitEntry } from '../units/unit-file.ts';

/**
 * The directories of system units, and of units for all users, below the root directory
 * (systemd.unit(5)).
 */
const OF_THE_SYSTEM = /(?:^|\/)(?:etc|run|lib|usr\/lib|usr\/local\/lib)\/systemd\/(?:system|user)$/;
/** The directories of one user's units, below the home directory. */
const OF_A_USER = /(?:^|\/)\.(?:config|local\/share)\/systemd\/user$/;

/**
 * The variables of `EnvironmentFile=` files next to the unit, or in directories laid out as on the
 * machine (`etc/default/web`). The last file wins.
 */
export function environmentFiles(
  entries: readonly UnitEntry[],
  specifiers: Specifiers,
  context: ParseContext,
): ReadonlyMap<string, string> {
  const own = entries.filter(({ section, key }) => section === 'Service' && key === 'EnvironmentFile');
  const cleared = own.findLastIndex(({ value }) => value.length === 0);
  return new Map(
    own.slice(cleared + 1).flatMap((entry) => {
      const path = pathInRepository(entry, specifiers, context);
      const result = path === undefined ? undefined : readInside(path, context);
      return result !== undefined && 'text' in result && !result.text.includes('\0')
        ? [...readEnvFile(result.text)]
        : [];
    }),
  );
}

function pathInRepository(
  { value, keyPlace }: UnitEntry,
  specifiers: Specifiers,
  { workingDirectory = '' }: ParseContext,
): string | undefined {
  const written = value.skeleton.startsWith('-') ? value.slice(1) : value;
  const [, start = '', path] = /^(%[hE]|)(\/[^*?[]*)$/.exec(written.skeleton) ?? [];
  const rest = expandSpecifiers(written.slice(start.length), specifiers).value;
  if (path === undefined || rest === undefined) return undefined;
  const unit = keyPlace.location.path;
  const folder = unitOfDropIn(unit)?.folder ?? splitPath(unit)[0];
  const whole = joinPath(workingDirectory, folder);
  const isOfUser = start === '%h' || (start === '%E' && OF_A_USER.test(whole));
  const named = start === '%E' ? `${isOfUser ? '/.config' : '/etc'}${rest}` : rest;
  const units = isOfUser ? OF_A_USER : OF_THE_SYSTEM;
  const [namedFolder, name] = splitPath(named);
  if (units.test(namedFolder)) return joinPath(folder, name);
  const [below] = units.exec(whole) ?? [];
  if (below === undefined) return undefined;
  const up = below
    .split('/')
    .filter((part) => part !== '')
    .map(() => '../');
  return joinPath(folder, `${up.join('')}${named.slice(1)}`);
}

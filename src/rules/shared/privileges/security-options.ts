import type { Container } from '../../../model/container.ts';
import { isCertain, isSameLocation, type Place } from '../../../text/location.ts';
import { known, mapSetting, type Pattern, type Setting, unknown } from '../../../text/setting.ts';
import { knownValues } from '../demand.ts';
import { quote } from '../wording.ts';

export type SecurityOptionName = 'apparmor' | 'label' | 'seccomp' | 'no-new-privileges';

/**
 * A security option's values as the engine reads them (moby `daemon/daemon_unix.go`,
 * `parseSecurityOpt`): also `:`, bare `no-new-privileges` and `disable`. A wholly unknown option
 * may be a value of any name.
 */
export function securityOptions(container: Container, name: SecurityOptionName): readonly Setting<string>[] {
  return (container.hostConfig.securityOpt ?? []).flatMap((option) => {
    if (option.known) {
      const value = valueFor(option.value, name);
      return value === undefined ? [] : [mapSetting(option, () => value)];
    }
    if (option.candidates.length > 0) {
      const candidates = option.candidates.flatMap(({ value, place }) => {
        const own = valueFor(value, name);
        return own === undefined ? [] : [known(own, place)];
      });
      return candidates.length === 0 ? [] : [unknown(option.pattern, option.place, candidates)];
    }
    const pattern = patternFor(option.pattern, name);
    return pattern === undefined ? [] : [unknown<string>(pattern, option.place)];
  });
}

/** The values that may be in effect, from the last one back to one that certainly is. */
export function optionsInForce(container: Container, name: SecurityOptionName): readonly Setting<string>[] {
  const last = securityOptions(container, name).toReversed();
  const end = last.findIndex((option) => option.known && isCertain(option.place));
  return end < 0 ? last : last.slice(0, end + 1);
}

export interface WrittenSecurityOption {
  readonly text: string;
  readonly separator: '=' | ':';
}

/** The written security option with a value at this place; `usual` if there is none. */
export function writtenOption(container: Container, place: Place, usual: string): WrittenSecurityOption {
  const options = (container.hostConfig.securityOpt ?? []).flatMap((option) => knownValues(option));
  const found = options.find((option) => isSameLocation(option.place.location, place.location));
  const text = found === undefined ? usual : quote(found);
  return { text, separator: text.includes('=') || !text.includes(':') ? '=' : ':' };
}

export function isTrue(value: string): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value);
}

function valueFor(option: string, name: SecurityOptionName): string | undefined {
  if (option === 'no-new-privileges') return name === option ? 'true' : undefined;
  if (option === 'disable') return name === 'label' ? option : undefined;
  const separator = option.includes('=') ? '=' : ':';
  const at = option.indexOf(separator);
  return at >= 0 && option.slice(0, at) === name ? option.slice(at + 1) : undefined;
}

/** The unknown value after `name=`; `undefined` for another option. */
function patternFor(pattern: Pattern, name: SecurityOptionName): Pattern | undefined {
  const [head, ...rest] = pattern;
  if (typeof head !== 'string') return afterUnknownName(pattern);
  const value = valueFor(head, name);
  if (value !== undefined) return [value, ...rest];
  return !/[=:]/.test(head) && name.startsWith(head) ? afterUnknownName(rest) : undefined;
}

/** The value, if an unknown part may contain the end of the name, `=` and more. */
function afterUnknownName([name, ...rest]: Pattern): Pattern {
  const at = rest.findIndex((part) => typeof part === 'string' && /[=:]/.test(part));
  const separator = rest[at];
  const value =
    typeof separator === 'string' ? [separator.slice(separator.search(/[=:]/) + 1), ...rest.slice(at + 1)] : rest;
  return name === undefined ? value : [name, ...value];
}

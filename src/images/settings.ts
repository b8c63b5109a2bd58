import type { Healthcheck } from '../model/config.ts';
import type { ExposedPort } from '../model/values.ts';
import { type Setting, valueOf } from '../text/setting.ts';

/** The words of settings; `undefined` if one is unknown. */
export function wordsOf(settings: readonly Setting<string>[] | undefined): readonly string[] | undefined {
  const words = settings?.map(valueOf).filter((word) => word !== undefined);
  return words?.length === settings?.length ? words : undefined;
}

/** The value of `Healthcheck.Test`; `undefined` if a part is unknown. */
export function testOf(check: Healthcheck | undefined): readonly string[] | 'none' | undefined {
  const words = wordsOf(check?.test);
  return words?.[0] === 'NONE' ? 'none' : words;
}

/** A port such as `5432/tcp`; `undefined` if a part is unknown. */
export function portOf({ containerPort, protocol }: ExposedPort): string | undefined {
  if (!containerPort.known || !protocol.known) return undefined;
  const { start, end } = containerPort.value;
  return `${start === end ? String(start) : `${start}-${end}`}/${protocol.value}`;
}

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/;

export function isShellPath(program: string): boolean {
  return SHELL.test(program);
}

/** The script in the words `sh -c SCRIPT`, without a leading `exec`. */
export function scriptOfShell([shell = '', option = '', script]: readonly string[]): string | undefined {
  return isShellPath(shell) && /^-\w*c$/.test(option) ? script?.trim().replace(/^exec\s+/, '') : undefined;
}

/** True if a script is more than one simple command. */
export function hasMoreCommands(script: string): boolean {
  return /[;&|`\n]|\$\(/.test(script);
}

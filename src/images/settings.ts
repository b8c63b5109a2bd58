import type { Healthcheck } from '../model/config.ts';
import type { ExposedPort } from '../model/values.ts';
import { type Setting, valueOf } from '../text/setting.ts';

/** The words, if all are known. */
export function wordsOf(settings: readonly Setting<string>[] | undefined): readonly string[] | undefined {
  const words = settings?.map(valueOf).filter((word) => word !== undefined);
  return words?.length === settings?.length ? words : undefined;
}

/** `Healthcheck.Test`, if completely known. */
export function testOf(check: Healthcheck | undefined): readonly string[] | 'none' | undefined {
  const words = wordsOf(check?.test);
  return words?.[0] === 'NONE' ? 'none' : words;
}

/** For example `5432/tcp`, if known. */
export function portOf({ containerPort, protocol }: ExposedPort): string | undefined {
  if (!containerPort.known || !protocol.known) return undefined;
  const { start, end } = containerPort.value;
  return `${start === end ? String(start) : `${start}-${end}`}/${protocol.value}`;
}

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/;

/** Whether a program is a shell. */
export function isShellPath(program: string): boolean {
  return SHELL.test(program);
}

/** The script in `sh -c SCRIPT`, without a leading `exec`. */
export function scriptOfShell([shell = '', option = '', script]: readonly string[]): string | undefined {
  return isShellPath(shell) && /^-\w*c$/.test(option) ? script?.trim().replace(/^exec\s+/, '') : undefined;
}

/** Whether a script has more than one simple command. */
export function hasMoreCommands(script: string): boolean {
  return /[;&|`\n]|\$\(/.test(script);
}

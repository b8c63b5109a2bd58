import { type Known, known, type Setting } from '../../../text/setting.ts';

/** A command as JSON list, as podman accepts it (containers/podman `pkg/specgenutil/specgen.go`, `FillOutSpecGen`, `makeHealthCheckFromCli`), or `undefined`. */
export function jsonWords(command: Setting<string> | undefined): readonly Known<string>[] | undefined {
  const words = command?.known === true && /^\s*\[/.test(command.value) ? jsonValueOf(command.value) : undefined;
  if (command === undefined || !Array.isArray(words)) return undefined;
  const texts = words.filter((word): word is string => typeof word === 'string');
  return texts.length === words.length ? texts.map((word) => known(word, command.place)) : undefined;
}

/** The value of a JSON text; `undefined` if it is none. */
export function jsonValueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

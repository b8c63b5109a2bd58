import { type Known, known, type Setting } from '../../../text/setting.ts';

/**
 * A command as JSON list, as podman accepts it (containers/podman `pkg/specgenutil/specgen.go`,
 * `FillOutSpecGen`, `makeHealthCheckFromCli`), or `undefined`.
 */
export function jsonWords(command: Setting<string> | undefined): readonly Known<string>[] | undefined {
  if (command?.known !== true || !command.value.trimStart().startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(command.value);
    if (!Array.isArray(words)) return undefined;
    const texts = words.filter((word): word is string => typeof word === 'string');
    return texts.length === words.length ? texts.map((word) => known(word, command.place)) : undefined;
  } catch {
    return undefined;
  }
}

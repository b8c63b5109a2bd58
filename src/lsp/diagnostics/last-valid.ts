import type { SourceFile } from '../../files/file-reader.ts';
import type { Session } from '../../session/session.ts';
import { joinPath, splitPath } from '../../util/paths.ts';

/** True for baselines and lock files. */
export function isGeneratedName(path: string): boolean {
  return /^\.plimsoll-.*\.json$/.test(splitPath(path)[1]);
}

/**
 * The last valid versions of configurations, baselines and lock files, by absolute path. With them,
 * findings stay while the user edits such a file.
 */
export class LastValid {
  readonly #texts = new Map<string, string>();

  keep({ settings, files, dependencies }: Session, path: string): void {
    const toWhole = (named: string): string => joinPath(files.workingDirectory, named);
    const config = settings.configFor(path);
    for (const { path: named, text } of config === undefined ? [] : [config, ...config.extended.layers])
      this.#texts.set(toWhole(named), text);
    for (const at of dependencies.paths) {
      if (!isGeneratedName(at)) continue;
      const result = files.read(at);
      if ('text' in result) this.#texts.set(at, result.text);
    }
  }

  insteadOf({ files, dependencies }: Session, document: string): readonly SourceFile[] {
    return [...dependencies.paths].flatMap((path) => {
      const text = path === document ? undefined : this.#texts.get(path);
      if (text === undefined) return [];
      const now = files.read(path);
      return 'text' in now && now.text !== text ? [{ path, text }] : [];
    });
  }
}

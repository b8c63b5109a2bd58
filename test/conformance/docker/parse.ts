import type { FileReader, Parsed } from '../../../src/parsers/contract/parsed.ts';
import { isMakefileName } from '../../../src/parsers/hosts/makefile/detect.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import type { DockerCase } from './cases.ts';
import { REFUSALS } from './refusals.ts';

/** The script of a case with its files. */
export async function parseCase({ script, path, files, isCrlf }: DockerCase): Promise<Parsed> {
  const text = isCrlf ? script.replaceAll('\n', '\r\n') : script;
  const read: FileReader['read'] = (name) => {
    const found = files.get(name);
    return found === undefined ? { failure: 'missing' } : { text: found };
  };
  return parseInput(isMakefileName(path) ? 'makefile' : 'shell', [{ path, text }], {
    files: { read },
    environment: new Map(),
  });
}

/** What is found where the client refuses a command of the case. */
export function refusalsIn({ problems }: Parsed): readonly string[] {
  return problems.map(({ id }) => id).filter((id) => REFUSALS.has(id));
}

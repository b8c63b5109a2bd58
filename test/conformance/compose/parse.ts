import type { SourceFile } from '../../../src/files/file-reader.ts';
import type { FileSystem } from '../../../src/files/file-system.ts';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { discover } from '../../../src/projects/discover.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import type { ComposeCase } from './cases.ts';

/** The client uses the first of these that exists. */
const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

function projectFiles({ configFiles, given }: ComposeCase, files: FileSystem): readonly SourceFile[] {
  const named = [...configFiles, ...given];
  if (named.length > 0) return named.flatMap((path) => textOf(path, files));
  const main = mainNames.filter((name) => files.kindOf(name) === 'file').slice(0, 1);
  return Array.from(discover({ paths: main }, files).inputs).flatMap((input) => input.files);
}

function textOf(path: string, files: FileSystem): readonly SourceFile[] {
  const result = files.read(path);
  return 'text' in result ? [{ path, text: result.text }] : [];
}

export async function parseCase(testCase: ComposeCase): Promise<Parsed & { readonly workingDirectory: string }> {
  const files = createMemoryFiles(Object.fromEntries(testCase.files));
  const { workingDirectory } = files;
  const envFiles = testCase.envFiles.length === 0 ? {} : { envFiles: testCase.envFiles };
  const parsed = await parseInput('compose', projectFiles(testCase, files), {
    files,
    environment: new Map(),
    workingDirectory,
    ...envFiles,
  });
  return { ...parsed, workingDirectory };
}

import type { SettingsOptions } from '../../src/config/settings.ts';
import { type FixChoice, type FixRun, fixInputs } from '../../src/fixes/fix-inputs.ts';
import type { FixValueSet } from '../../src/model/change.ts';
import { createSession } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** User-supplied values for all fixes. */
const VALUES: FixValueSet = [{ values: { memory: 512 * 1024 ** 2, cpus: 1, address: '127.0.0.1' } }];

/**
 * Fixes all findings. Each file is an input unless `projects` groups them; `paths` are the named
 * files.
 */
export async function fixFiles(
  files: Readonly<Record<string, string>>,
  choice: Partial<FixChoice> = {},
  {
    projects,
    paths = projects === undefined ? ['.'] : [],
    ...options
  }: SettingsOptions & { readonly projects?: readonly (readonly string[])[]; readonly paths?: readonly string[] } = {},
): Promise<FixRun> {
  const session = createSession({ ...options, files: createMemoryFiles(files) });
  const discovery = session.find({ paths, ...(projects === undefined ? {} : { projects }) });
  return fixInputs([...discovery.inputs], session.settings, session.context, {
    risk: 'high',
    rules: [],
    minSeverity: 'info',
    isKnown: () => false,
    values: VALUES,
    ...choice,
  });
}

/** A Compose file with some rules' fixes applied; or the reasons for skipped ones. */
export async function fixCompose(text: string, ...rules: readonly string[]): Promise<string> {
  const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules }, { preset: 'all' });
  return withdrawn.length > 0
    ? withdrawn.map(({ withdrawal: { reason, message } }) => `${reason}: ${message}`).join('\n')
    : (files[0]?.after ?? text);
}

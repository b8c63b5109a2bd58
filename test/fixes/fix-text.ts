import { type FixChoice, type FixRun, fixInputs } from '../../src/fixes/fix-inputs.ts';
import type { FixValueSet } from '../../src/model/change.ts';
import { createSession } from '../../src/session/session.ts';
import type { SettingsOptions } from '../../src/workspace/config/settings.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** What a user supplies, so that every fix can be made. */
const VALUES: FixValueSet = [{ values: { memory: 512 * 1024 ** 2, cpus: 1, address: '127.0.0.1' } }];

/**
 * Fixes all that is found in some files, each of which is an input unless `projects` says otherwise; `paths` are those
 * that are named.
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

/** The text of one Compose file with the fixes of some rules made; where some are not, why. */
export async function fixCompose(text: string, ...rules: readonly string[]): Promise<string> {
  const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules }, { preset: 'all' });
  return withdrawn.length > 0
    ? withdrawn.map(({ withdrawal: { reason, message } }) => `${reason}: ${message}`).join('\n')
    : (files[0]?.after ?? text);
}

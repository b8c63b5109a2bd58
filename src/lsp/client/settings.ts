import { PRESETS, type PresetName } from '../../config/rule-settings.ts';
import { MISSING_FORMS, type MissingForm, SEVERITIES, type Severity } from '../../model/finding.ts';

export interface ClientSettings {
  readonly enable: boolean;
  /** When to lint a document: on each change, or when it is opened or saved. */
  readonly run: 'onType' | 'onSave';
  readonly minSeverity: Severity;
  /** How to show missing settings; overrides the configuration. */
  readonly missing: MissingForm | 'off' | undefined;
  /** True to show undecided results as hints. */
  readonly undecided: boolean;
  /**
   * One configuration for all files, relative to the workspace folder; by default each file uses
   * the nearest.
   */
  readonly configPath: string | undefined;
  readonly preset: PresetName | undefined;
}

export const DEFAULT_SETTINGS: ClientSettings = {
  enable: true,
  run: 'onType',
  minSeverity: 'info',
  missing: undefined,
  undecided: false,
  configPath: undefined,
  preset: undefined,
};

/** Parses the client's settings. Missing and invalid ones get their default. */
export function readClientSettings(given: unknown): ClientSettings {
  const valueOf = (name: keyof ClientSettings): unknown =>
    typeof given === 'object' && given !== null ? Object.entries(given).find(([key]) => key === name)?.[1] : undefined;
  const oneOf = <T>(name: keyof ClientSettings, values: readonly T[], otherwise: T): T =>
    values.find((value) => value === valueOf(name)) ?? otherwise;
  const configPath = valueOf('configPath');
  return {
    enable: oneOf('enable', [true, false], DEFAULT_SETTINGS.enable),
    run: oneOf('run', ['onType', 'onSave'], DEFAULT_SETTINGS.run),
    minSeverity: oneOf('minSeverity', SEVERITIES, DEFAULT_SETTINGS.minSeverity),
    missing: oneOf<ClientSettings['missing']>('missing', [...MISSING_FORMS, 'off'], undefined),
    undecided: oneOf('undecided', [true, false], DEFAULT_SETTINGS.undecided),
    configPath: typeof configPath === 'string' && configPath !== '' ? configPath : undefined,
    preset: oneOf<PresetName | undefined>('preset', PRESETS, undefined),
  };
}

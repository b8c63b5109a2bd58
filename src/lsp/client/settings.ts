import { PRESETS, type PresetName } from '../../config/rule-settings.ts';
import { MISSING_FORMS, type MissingForm, SEVERITIES, type Severity } from '../../model/finding.ts';

/** The client's settings `plimsoll.*`. */
export interface ClientSettings {
  readonly enable: boolean;
  /** When a document is linted: on each change, or on open and save. */
  readonly run: 'onType' | 'onSave';
  /** The lowest shown severity. */
  readonly minSeverity: Severity;
  /** How missing settings are shown; overrides the configuration. */
  readonly missing: MissingForm | 'off' | undefined;
  /** Whether undecided results are shown, as hints. */
  readonly undecided: boolean;
  /** A configuration for all files instead of the nearest one; relative to the workspace folder. */
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

/** Parses the client's settings; missing or invalid ones get their default. */
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

import { MISSING_FORMS, type MissingForm, SEVERITIES, type Severity } from '../../model/finding.ts';
import { PRESETS, type PresetName } from '../../workspace/config/rule-settings.ts';

/** The settings `plimsoll.*` of a client. */
export interface ClientSettings {
  readonly enable: boolean;
  /** When a document is linted: at each change, or when it is opened and saved. */
  readonly run: 'onType' | 'onSave';
  /** The least severe findings that are shown. */
  readonly minSeverity: Severity;
  /** How what a container lacks is shown, or not at all; in place of what the configuration says. */
  readonly missing: MissingForm | 'off' | undefined;
  /** Whether undecided questions are shown, as hints. */
  readonly undecided: boolean;
  /** A configuration for every file, in place of the nearest one; relative to the workspace folder. */
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

/** Reads the settings that a client gives; what is missing or not a value that there is, is as by default. */
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

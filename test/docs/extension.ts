import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

export interface ExtensionSetting {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly (string | null)[];
  readonly enumDescriptions?: readonly string[];
  readonly scope: 'resource' | 'window';
  readonly markdownDescription: string;
}

/** The parts of the extension's package.json that its pages and tests read. */
export interface ExtensionManifest {
  readonly name: string;
  readonly version: string;
  readonly main: string;
  readonly icon: string;
  readonly files: readonly string[];
  readonly extensionKind: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, ExtensionSetting>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[];
    }[];
    readonly yamlValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

export const EXTENSION = 'editors/vscode';

export const MANIFEST = JSON.parse(readFileSync(join(ROOT, EXTENSION, 'package.json'), 'utf8')) as ExtensionManifest;

/** The settings of any editor: name, values with the default in bold, meaning. */
export function settingRows(): readonly (readonly string[])[] {
  return Object.entries(MANIFEST.contributes.configuration.properties)
    .filter(([, { scope }]) => scope === 'resource')
    .map(([name, setting]) => [`\`${name}\``, valuesOf(setting).join(', '), setting.markdownDescription]);
}

/** The commands in VS Code. */
export function commandRows(): readonly (readonly string[])[] {
  return MANIFEST.contributes.commands.map(({ category, title, command }) => [
    `${category}: ${title}`,
    `\`${command}\``,
  ]);
}

function valuesOf({ type, enum: choices, default: standard }: ExtensionSetting): readonly string[] {
  if (choices === undefined && type !== 'boolean') return ['text'];
  return (choices ?? [true, false])
    .filter((choice) => choice !== null)
    .map((choice) => (choice === standard ? `**\`${String(choice)}\`**` : `\`${String(choice)}\``));
}

import { joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { readUnitFile } from '../units/unit-file.ts';
import { unitBase } from '../units/unit-name.ts';
import { QuadletUnit } from './quadlet-unit.ts';

/** The kinds of referenced units, with their sections. */
const SECTIONS = {
  container: 'Container',
  volume: 'Volume',
  network: 'Network',
  image: 'Image',
  build: 'Build',
  pod: 'Pod',
} as const;

export type UnitKind = keyof typeof SECTIONS;

/** A unit that another one names. */
export interface UnitBeside {
  readonly kind: UnitKind;
  readonly section: string;
  readonly path: string;
  readonly unit: QuadletUnit;
}

/**
 * The units next to a unit, read when needed. Quadlet also searches other directories, which
 * plimsoll can't see.
 */
export class UnitsBeside {
  readonly texts = new Map<string, string>();
  readonly #folder: string;
  readonly #files: ParseContext['files'];
  readonly #units = new Map<string, UnitBeside | undefined>();

  constructor(path: string, { files }: Pick<ParseContext, 'files'>) {
    this.#folder = splitPath(path)[0];
    this.#files = files;
  }

  /** The unit of a name such as `web.network`, or `undefined`. */
  find(name: string): UnitBeside | undefined {
    const kind = kindOf(name);
    if (kind === undefined || /[/\\%]/.test(name)) return undefined;
    if (!this.#units.has(name)) this.#units.set(name, this.#read(name, kind));
    return this.#units.get(name);
  }

  get found(): readonly UnitBeside[] {
    return [...this.#units.values()].filter((unit) => unit !== undefined);
  }

  #read(name: string, kind: UnitKind): UnitBeside | undefined {
    const path = joinPath(this.#folder, name);
    const result = this.#files.read(path);
    if ('failure' in result || result.text.includes('\0')) return undefined;
    this.texts.set(path, result.text);
    const unit = new QuadletUnit([readUnitFile(path, result.text, 'quadlet')]);
    return { kind, section: SECTIONS[kind], path, unit };
  }
}

export function kindOf(name: string): UnitKind | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return isUnitKind(ending) ? ending : undefined;
}

function isUnitKind(ending: string): ending is UnitKind {
  return Object.hasOwn(SECTIONS, ending);
}

/** The name of a unit's service without its suffix (`getServiceName`). */
export function serviceName({ unit, section, path, kind }: UnitBeside): string {
  const given = unit.last(section, 'ServiceName');
  const suffix = kind === 'container' ? '' : `-${kind}`;
  return given === undefined ? `${unitBase(path)}${suffix}` : given.text.skeleton;
}

import { normalize } from '../../../scripts/record/normalize.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container, Exec } from '../../../src/model/container.ts';
import { isJsonObject } from '../../engine/json.ts';
import { modelRequest, type Request, workingDirectory } from './compare.ts';

/** True if everything the model knows was sent, and everything sent is known or marked unknown. */
export function canBe(subject: Container | Exec, request: Request): boolean {
  const { kind, origin, name } = modelRequest(subject);
  if (kind !== request.kind || origin !== request.origin) return false;
  const isNamed = subject.kind === 'exec' ? !name.includes('$') : subject.containerName?.known === true;
  const isOpen = subject.unresolvedOptions.length > 0;
  if (
    isNamed ? name !== request.name : subject.kind === 'container' && !subject.containerName && !isOpen && request.name
  )
    return false;
  const { Config, HostConfig, unknown } = toEngineJson(subject, { workingDirectory });
  const paths = new Set(unknown);
  const compared = new Comparison(paths, isOpen);
  return (
    compared.isWithin(Config, request.Config, 'Config') &&
    compared.isWithin(HostConfig, request.HostConfig, 'HostConfig')
  );
}

class Comparison {
  readonly #unknown: ReadonlySet<string>;
  readonly #isOpen: boolean;

  constructor(unknown: ReadonlySet<string>, isOpen: boolean) {
    this.#unknown = unknown;
    this.#isOpen = isOpen;
  }

  isWithin(part: unknown, sent: unknown, path: string): boolean {
    const whole = sent ?? (isJsonObject(part) ? {} : undefined);
    if (this.#unknown.has(path)) return true;
    if (Array.isArray(part)) return this.#isListWithin(part, Array.isArray(whole) ? whole : [], path);
    if (!isJsonObject(part)) return part === whole;
    if (!isJsonObject(whole)) return false;
    const isEach = Object.entries(part).every(
      ([key, item]) => this.#isUnknown(path, key) || this.isWithin(item, whole[key], `${path}.${key}`),
    );
    return isEach && (this.#isOpen || Object.keys(whole).every((key) => key in part || this.#isUnknown(path, key)));
  }

  #isListWithin(part: readonly unknown[], whole: readonly unknown[], path: string): boolean {
    const known = part.filter((_, index) => ![...this.#unknown].some((each) => isAtOrBelow(each, `${path}[${index}]`)));
    const texts = new Set(whole.map((item) => JSON.stringify(normalize(item))));
    return (
      known.every((item) => texts.has(JSON.stringify(normalize(item)))) &&
      (this.#isOpen || known.length < part.length || part.length === whole.length)
    );
  }

  /**
   * True for unknown values and those of some code paths only. Ports have the list index in their
   * paths, not the key.
   */
  #isUnknown(path: string, key: string): boolean {
    return [...this.#unknown].some((each) => each === `${path}.${key}` || each.startsWith(`${path}[`));
  }
}

function isAtOrBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}

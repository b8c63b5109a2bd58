import type { Container } from '../model/container.ts';
import { sizeText } from '../parsers/syntax/size.ts';
import { valueOf } from '../text/setting.ts';
import { isRecord } from '../util/objects.ts';

/** A container's peak usage in samples of `docker stats`. */
export interface Usage {
  /** Its name in the engine. */
  readonly container: string;
  /** In bytes. */
  readonly memory: number;
  readonly pids: number;
  readonly samples: number;
  /** True if the container used no CPU time: it may need more when it works. */
  readonly isIdle: boolean;
}

/** A limit of twice the peak has killed a database, so users must judge a proposal. */
const MEMORY_HEADROOM = 2;
const PIDS_HEADROOM = 4;
const LEAST_MEMORY = 64 * 1024 ** 2;
const LEAST_PIDS = 100;

/**
 * Reads samples of `docker stats --no-stream --format json`: one object per line, or Podman's
 * lists. `undefined` for other text. Skips containers that did not run.
 */
export function readUsages(text: string): readonly Usage[] | undefined {
  const usages = new Map<string, Usage>();
  let isRead = false;
  for (const row of rowsIn(text)) {
    if (row === undefined) return undefined;
    const name = textIn(row, 'Name', 'name');
    const memory = /^\s*([\d.]+)\s*([kKMGT]?)i?B/.exec(textIn(row, 'MemUsage', 'mem_usage').split('/')[0] ?? '');
    if (name === '' || memory === null) return undefined;
    isRead = true;
    const before = usages.get(name);
    const bytes = bytesOf(memory[0]);
    const pids = Number(textIn(row, 'PIDs', 'pids')) || 0;
    if (bytes === 0 && pids === 0) continue;
    const isIdle = (Number.parseFloat(textIn(row, 'CPUPerc', 'cpu_percent')) || 0) === 0;
    usages.set(name, {
      container: name,
      memory: Math.max(bytes, before?.memory ?? 0),
      pids: Math.max(pids, before?.pids ?? 0),
      samples: (before?.samples ?? 0) + 1,
      isIdle: isIdle && before?.isIdle !== false,
    });
  }
  return isRead ? [...usages.values()] : undefined;
}

/**
 * The usage of a container, matched by its name or by the name that Compose gives it. For replicas,
 * the highest usage.
 */
export function usageOf(container: Container, usages: readonly Usage[]): Usage | undefined {
  const own = valueOf(container.containerName);
  const project = container.composed && valueOf(container.composed.project);
  const named = usages.filter(({ container: name }) => name === (own ?? container.name));
  const ofProject = usages.filter(({ container: name }) => replicaOf(name, container.name) === project?.toLowerCase());
  // `-p` may have changed the project's name. Accept this only if one project matches.
  const others = usages.filter(({ container: name }) => replicaOf(name, container.name) !== undefined);
  const projects = new Set(others.map(({ container: name }) => replicaOf(name, container.name)));
  const found = [named, ofProject, projects.size === 1 ? others : []].find((each) => each.length > 0) ?? [];
  const [first] = found;
  if (first === undefined || (container.composed === undefined && found !== named)) return undefined;
  return found.reduce((most, one) => ({
    ...(one.memory > most.memory ? one : most),
    pids: Math.max(one.pids, most.pids),
    isIdle: one.isIdle && most.isIdle,
  }));
}

/**
 * The project in the name of a service's container: `shop-web-1`, or `shop_web_1` from Compose 1.
 */
function replicaOf(name: string, service: string): string | undefined {
  for (const mark of ['-', '_']) {
    const [before, number] = [name.slice(0, name.lastIndexOf(mark)), name.slice(name.lastIndexOf(mark) + 1)];
    if (/^\d+$/.test(number) && before.endsWith(`${mark}${service}`)) return before.slice(0, -service.length - 1);
  }
  return undefined;
}

/** A limit with headroom above the peak usage, in the format of `--set`. */
export function proposalFor(value: 'memory' | 'pids', usage: Usage): string {
  if (value === 'pids') return String(Math.max(LEAST_PIDS, roundUp(usage.pids * PIDS_HEADROOM, 50)));
  return sizeText(Math.max(LEAST_MEMORY, roundUp(usage.memory * MEMORY_HEADROOM, 64 * 1024 ** 2)));
}

/** `used 180 MB when sampled`. */
export function usedText(value: 'memory' | 'pids', { memory, pids }: Usage): string {
  return `used ${value === 'memory' ? megabytes(memory) : `${pids} processes`} when sampled`;
}

function megabytes(bytes: number): string {
  const count = bytes / 1024 ** 2;
  return `${count < 10 ? Number(count.toFixed(1)) : Math.round(count)} MB`;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** The size in bytes. Units without `i`, as Podman prints them, are decimal. */
function bytesOf(text: string): number {
  const [, number = '0', unit = '', binary = ''] = /^\s*([\d.]+)\s*([kKMGT]?)(i?)B/.exec(text) ?? [];
  const power = ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
  return Number(number) * (binary === 'i' ? 1024 : 1000) ** power;
}

function* rowsIn(text: string): Generator<Readonly<Record<string, unknown>> | undefined> {
  for (const value of valuesIn(text)) {
    if (value === undefined) yield undefined;
    else for (const row of Array.isArray(value) ? value : [value]) yield isRecord(row) ? row : undefined;
  }
}

/** Consecutive JSON values, each on one or several lines. */
function* valuesIn(text: string): Generator {
  let pending = '';
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    if (line.trim() === '' && pending === '') continue;
    pending += `${line}\n`;
    // Parse only here: a value can only end with one of these.
    if (!/[\]}]\s*$/.test(line)) continue;
    const value = parsed(pending);
    if (value === undefined) continue;
    yield value;
    pending = '';
  }
  if (pending.trim() !== '') yield undefined;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function textIn(row: Readonly<Record<string, unknown>>, ...names: readonly string[]): string {
  const value = names.map((name) => row[name]).find((each) => each !== undefined);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

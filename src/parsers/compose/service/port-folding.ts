import type { PortBinding, PortRange } from '../../../model/values.ts';
import { mapSetting, patternText, type Setting, valueOf } from '../../../text/setting.ts';
import { append } from '../../../util/maps.ts';

export interface WrittenBinding {
  readonly binding: PortBinding;
  /** The host port as written, if the short form differs: compose-go compares ports as text. */
  readonly text?: string;
}

/** Removes duplicate ports, keeping the first position. Compose splits ranges first (compose-go `transform/ports.go`, `override/uncity.go`), so they are cut. */
export function foldBindings(written: readonly WrittenBinding[]): readonly PortBinding[] {
  const groups = new Map<string, Spread[]>();
  for (const [index, each] of written.entries()) {
    const { key, range } = toSpread(each);
    append(groups, key, { index, range });
  }
  const pieces = [...groups.values()].flatMap(cut).sort((a, b) => a.first - b.first || a.range.start - b.range.start);
  return pieces.flatMap(({ last, range }) => {
    const binding = written[last]?.binding;
    return binding === undefined ? [] : [part(binding, range)];
  });
}

/** One of several bindings that differ only in container ports. */
interface Spread {
  readonly index: number;
  readonly range: PortRange;
}

/** Stands for the ports of a binding compared as a whole. */
const WHOLE: PortRange = { start: -1, end: -1 };

function toSpread({ binding: { containerPort, protocol, hostIp, hostPort }, text }: WrittenBinding): {
  readonly key: string;
  readonly range: PortRange;
} {
  const address = hostIp === undefined || valueOf(hostIp) === '' ? JSON.stringify('0.0.0.0') : showSetting(hostIp);
  const base = `${address} ${showSetting(protocol)}`;
  const isOneToOne =
    containerPort.known &&
    text === undefined &&
    (hostPort === undefined || (hostPort.known && width(hostPort.value) === width(containerPort.value)));
  if (!isOneToOne)
    return { key: `${base} ${text ?? ''} ${showSetting(hostPort)} ${showSetting(containerPort)}`, range: WHOLE };
  const offset = hostPort?.known === true ? hostPort.value.start - containerPort.value.start : 'free';
  return { key: `${base} ${offset}`, range: containerPort.value };
}

function width({ start, end }: PortRange): number {
  return end - start;
}

/** Ports whose first and last binding are known. */
interface Piece {
  readonly first: number;
  readonly last: number;
  readonly range: PortRange;
}

/** Overlapping ranges are compared port by port, up to this number. */
const MAX_PORTS = 200_000;

function cut(spreads: readonly Spread[]): readonly Piece[] {
  if (spreads.length === 1 || spreads.reduce((sum, { range }) => sum + 1 + width(range), 0) > MAX_PORTS)
    return spreads.map(({ index, range }) => ({ first: index, last: index, range }));
  const owners = new Map<number, { readonly first: number; readonly last: number }>();
  for (const { index, range } of spreads)
    for (let port = range.start; port <= range.end; port += 1)
      owners.set(port, { first: owners.get(port)?.first ?? index, last: index });
  const pieces: Piece[] = [];
  for (const [port, { first, last }] of [...owners].sort(([a], [b]) => a - b)) {
    const before = pieces.at(-1);
    const continues = before?.range.end === port - 1 && before.first === first && before.last === last;
    if (continues) pieces.pop();
    pieces.push({ first, last, range: { start: continues ? before.range.start : port, end: port } });
  }
  return pieces;
}

function part(binding: PortBinding, range: PortRange): PortBinding {
  const { containerPort, hostPort } = binding;
  if (range.start === WHOLE.start || !containerPort.known) return binding;
  const { start, end } = containerPort.value;
  if (range.start === start && range.end === end) return binding;
  const within = ({ start: own }: PortRange): PortRange => ({
    start: own + range.start - start,
    end: own + range.end - start,
  });
  return {
    ...binding,
    containerPort: withoutExpression(mapSetting(containerPort, within)),
    ...(hostPort === undefined ? {} : { hostPort: withoutExpression(mapSetting(hostPort, within)) }),
  };
}

function withoutExpression({
  place: { expression: _whole, ...place },
  ...setting
}: Setting<PortRange>): Setting<PortRange> {
  return { ...setting, place };
}

/** `80`, `80-90`. */
export function toRangeText({ start, end }: PortRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

/** An injective text of a setting. */
export function showSetting(setting: Setting<string> | Setting<PortRange> | undefined): string {
  if (setting === undefined) return '';
  return setting.known ? JSON.stringify(setting.value) : patternText(setting.pattern);
}

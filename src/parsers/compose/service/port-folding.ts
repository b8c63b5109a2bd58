import type { PortBinding, PortRange } from '../../../model/values.ts';
import { mapSetting, patternText, type Setting, valueOf } from '../../../text/setting.ts';
import { append } from '../../../util/maps.ts';

export interface WrittenBinding {
  readonly binding: PortBinding;
  /**
   * The host port as written, if the short form writes it differently: compose-go compares text.
   */
  readonly text?: string;
}

/**
 * Keeps the last of duplicate ports, at the first one's position. Compose splits ranges before
 * (compose-go `transform/ports.go`, `override/uncity.go`), so a range can lose ports.
 */
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

/** The container ports of a binding, compared within its group. */
interface Spread {
  readonly index: number;
  readonly range: PortRange;
}

/** Stands for the ports of a binding that is compared as a whole. */
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

/** Consecutive ports with the same first and last binding. */
interface Piece {
  readonly first: number;
  readonly last: number;
  readonly range: PortRange;
}

function cut(spreads: readonly Spread[]): readonly Piece[] {
  const [only] = spreads;
  if (only !== undefined && spreads.length === 1) return [{ first: only.index, last: only.index, range: only.range }];
  const bounds = [...new Set(spreads.flatMap(({ range }) => [range.start, range.end + 1]))].sort((a, b) => a - b);
  const firsts = paint(bounds, spreads);
  const lasts = paint(bounds, spreads.toReversed());
  const pieces: Piece[] = [];
  for (const [at, start] of bounds.entries()) {
    const [first, last, next] = [firsts[at], lasts[at], bounds[at + 1]];
    if (first === undefined || last === undefined || next === undefined) continue;
    const before = pieces.at(-1);
    const continues = before?.range.end === start - 1 && before.first === first && before.last === last;
    if (continues) pieces.pop();
    pieces.push({ first, last, range: { start: continues ? before.range.start : start, end: next - 1 } });
  }
  return pieces;
}

/** For each stretch between bounds, the first spread that covers it. */
function paint(bounds: readonly number[], spreads: readonly Spread[]): readonly (number | undefined)[] {
  const positions = new Map(bounds.map((bound, at) => [bound, at]));
  const painted: (number | undefined)[] = bounds.map(() => undefined);
  const next = bounds.map((_, at) => at);
  const free = (from: number): number => {
    let at = from;
    while (next[at] !== undefined && next[at] !== at) at = next[at] ?? at;
    // Path compression.
    for (let step = from; step !== at; ) {
      const following = next[step] ?? at;
      next[step] = at;
      step = following;
    }
    return at;
  };
  for (const { index, range } of spreads) {
    const end = positions.get(range.end + 1) ?? 0;
    for (let at = free(positions.get(range.start) ?? 0); at < end; at = free(at)) {
      painted[at] = index;
      next[at] = at + 1;
    }
  }
  return painted;
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

export function toRangeText({ start, end }: PortRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

/** A text that differs for different settings. */
export function showSetting(setting: Setting<string> | Setting<PortRange> | undefined): string {
  if (setting === undefined) return '';
  return setting.known ? JSON.stringify(setting.value) : patternText(setting.pattern);
}

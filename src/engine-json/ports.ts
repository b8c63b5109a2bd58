import type { ExposedPort, PortBinding, PortRange } from '../model/values.ts';
import { MASK } from '../sensitive/mask.ts';
import { patternText, type Setting, unknown } from '../text/setting.ts';
import { append } from '../util/maps.ts';
import { type EngineWriter, type Json, type JsonObject, withoutZeros } from './engine-writer.ts';

/** `80/tcp`, one for each port of a range. */
export function writePort(
  writer: EngineWriter,
  { containerPort, protocol }: ExposedPort | PortBinding,
): readonly string[] {
  const suffix = writer.text(protocol);
  if (writer.hides(containerPort)) return [`${MASK}/${suffix}`];
  if (containerPort.known) {
    const { start, end } = containerPort.value;
    writer.notes.ports -= end - start + 1;
    if (writer.notes.ports >= 0) return portsOf(containerPort.value).map((port) => `${port}/${suffix}`);
    writer.noteUnknown();
    return [`${start === end ? start : `${start}-${end}`}/${suffix}`];
  }
  writer.scalar(unknown(containerPort.pattern, containerPort.place));
  return [`${patternText(containerPort.pattern)}/${suffix}`];
}

export function writePortBindings(writer: EngineWriter, bindings: readonly PortBinding[]): JsonObject {
  const byPort = new Map<string, JsonObject[]>();
  for (const [index, binding] of bindings.entries()) {
    const ports = writePort(writer.item(index), binding);
    const hostIp = writer.item(index).at('HostIp').scalar(binding.hostIp);
    for (const [offset, port] of ports.entries()) {
      writer.at(port).notePlace(binding.place);
      const entry = withoutZeros({
        HostIp: hostIp,
        HostPort: writeHostPort(writer.item(index).at('HostPort'), binding.hostPort, ports.length, offset),
      });
      append(byPort, port, entry);
    }
  }
  return Object.fromEntries(byPort);
}

function writeHostPort(
  writer: EngineWriter,
  hostPort: Setting<PortRange> | undefined,
  width: number,
  offset: number,
): Json | undefined {
  if (hostPort?.known !== true) return writer.scalar(hostPort && unknown(hostPort.pattern, hostPort.place));
  if (writer.hides(hostPort)) return MASK;
  const { start, end } = hostPort.value;
  if (width > 1) return String(start + offset);
  return start === end ? String(start) : `${start}-${end}`;
}

function portsOf({ start, end }: PortRange): readonly number[] {
  return Array.from({ length: end - start + 1 }, (_, offset) => start + offset);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { modelSchema } from '../../scripts/schema/model-schema.ts';
import { createElementWriter } from '../../src/engine-json/model-element.ts';
import { NO_FILES } from '../../src/files/file-reader.ts';
import { knownImage } from '../../src/images/known-image.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import type { Subject } from '../../src/model/container.ts';
import { type Parsed } from '../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { detectKind } from '../../src/parsers/registry.ts';
import { factsJson } from '../../src/policies/request/facts-json.ts';
import type { RequestNode } from '../../src/policies/request/node.ts';
import { type RequestSource, requestOf } from '../../src/policies/request/request.ts';

const ROOT = join(import.meta.dirname, '..', 'fixtures');

/** Every input fixture with its request. */
async function* fixtures(): AsyncGenerator<{ readonly path: string; readonly parsed: Parsed }> {
  for (const path of readdirSync(ROOT, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:ya?ml|sh|json|mk|md|service|container)$|Makefile$/.test(path)) continue;
    const text = readFileSync(join(ROOT, path), 'utf8');
    const kind = detectKind({ path, text });
    if (kind === undefined) continue;
    const context = { files: NO_FILES, environment: new Map<string, string>(), workingDirectory: '/project' };
    yield { path, parsed: await parseInput(kind, [{ path, text }], context) };
  }
}

function sourceOf(subject: Subject, { subjects }: Parsed): RequestSource {
  return {
    image: () => (subject.kind === 'container' ? knownImage(subject, { table: IMAGE_TABLE }) : {}),
    peers: subjects.filter((one) => one.kind === 'container'),
    workingDirectory: '/project',
  };
}

test('schemas/model.schema.json is what the tables of the model say', () => {
  const written: unknown = JSON.parse(readFileSync(join(ROOT, '../../schemas/model.schema.json'), 'utf8'));
  expect(written).toEqual(modelSchema());
});

test('what plimsoll model prints of every fixture is as its schema says', async () => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  const validate = ajv.compile(modelSchema());
  let count = 0;
  for await (const { path, parsed } of fixtures()) {
    const write = createElementWriter(parsed, { workingDirectory: '/project', showsValues: false });
    for (const subject of parsed.subjects) {
      const facts = subject.kind === 'container' ? factsJson(subject, sourceOf(subject, parsed), (text) => text) : {};
      const element: unknown = JSON.parse(JSON.stringify({ ...write(subject), ...facts }));
      count += 1;
      expect([path, validate([element]) ? [] : validate.errors]).toEqual([path, []]);
    }
  }
  expect(count).toBeGreaterThan(1000);
}, 60_000);

/** A request's known values by path, including empty lists and objects. */
function valuesIn(node: RequestNode, way: string, into: Map<string, unknown>): Map<string, unknown> {
  if (node.kind === 'scalar') into.set(way, node.value);
  if (node.kind === 'list') for (const [index, item] of node.items.entries()) valuesIn(item, `${way}[${index}]`, into);
  if (node.kind === 'object') for (const [key, entry] of node.entries) valuesIn(entry, `${way}.${key}`, into);
  return into;
}

function leavesIn(json: unknown, way: string, into: Map<string, unknown>): Map<string, unknown> {
  if (Array.isArray(json)) for (const [index, item] of json.entries()) leavesIn(item, `${way}[${index}]`, into);
  else if (typeof json === 'object' && json !== null)
    for (const [key, value] of Object.entries(json)) leavesIn(value, `${way}.${key}`, into);
  else into.set(way, json);
  return into;
}

test('own rules see what plimsoll model prints, but for what is unknown', async () => {
  for await (const { path, parsed } of fixtures()) {
    const write = createElementWriter(parsed, { workingDirectory: '/project', showsValues: true });
    for (const subject of parsed.subjects) {
      const { unknown, ...element } = write(subject) ?? { unknown: [] };
      const { Config, HostConfig, NetworkingConfig, Image } = element as Record<string, unknown>;
      const printed = leavesIn({ Config, HostConfig, NetworkingConfig, Image }, '', new Map());
      const { root } = requestOf(subject, sourceOf(subject, parsed));
      const parts = new Map(
        [...root.entries].filter(([name]) => ['Config', 'HostConfig', 'NetworkingConfig', 'Image'].includes(name)),
      );
      const seen = valuesIn({ ...root, entries: parts }, '', new Map());
      for (const [way, value] of seen) expect([path, way, value]).toEqual([path, way, printed.get(way)]);
      // Printed but unseen values are unknown.
      const hidden = [...printed].filter(([way, value]) => value !== undefined && !seen.has(way));
      if (unknown.length === 0) expect([path, hidden]).toEqual([path, []]);
    }
  }
}, 60_000);

import { lineStart } from '../../../text/lines.ts';
import { placeAt } from '../../../text/location.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { isCompose } from '../../compose/detect.ts';
import type { Deployed } from '../../contract/relations.ts';
import { writtenParts } from '../../docker/index.ts';
import { hasErrors } from '../../yaml/error-recovery.ts';
import { isScalar, itemsOf, type Ref } from '../../yaml/tree.ts';
import type { Parameters } from './parameters.ts';
import type { PlayVariables } from './variables.ts';

const COPY = /^(?:ansible\.(?:builtin|legacy)\.)?copy$/;
const COMPOSE = /^(?:community\.(?:docker|general)\.)?docker_(?:compose(?:_v2)?|stack)$/;

const SERVICES = /(?:^|\{)[ \t]*["']?services["']?[ \t]*:/m;
const UNITS: Readonly<Record<string, NonNullable<Deployed['kind']>>> = {
  service: 'systemd-unit',
  container: 'quadlet',
  pod: 'quadlet',
};

/** The Compose file or unit that a module writes or deploys from its parameters. */
export function writtenBy(module: string, parameters: Parameters): readonly Deployed[] {
  const { variables } = parameters;
  if (COPY.test(module)) return copied(parameters);
  if (!COMPOSE.test(module) || parameters.text('state')?.value === 'absent') return [];
  const isStack = module.endsWith('stack');
  const definitions = isStack ? itemsOf(parameters.get('compose')) : [parameters.get('definition')];
  const files = definitions.flatMap((definition) => {
    const text = definition === undefined ? undefined : textOfMapping(definition, variables);
    return (text && writtenParts(text)) ?? [];
  });
  if (files.length === 0 || files.length < definitions.length) return [];
  return [{ files, ...(isStack ? { orchestrator: 'swarm', envFiles: [] } : {}) }];
}

/** `copy` with `content`: the file's name identifies units. */
function copied(parameters: Parameters): readonly Deployed[] {
  const content = parameters.get('content');
  const text = isScalar(content) ? parameters.fill(content) : content && textOfMapping(content, parameters.variables);
  const [, ending = ''] = /\.(\w+)$/.exec(parameters.text('dest')?.value ?? '') ?? [];
  const kind = UNITS[ending];
  if (text === undefined || (kind === undefined && !isComposeText(text))) return [];
  const file = writtenParts(text);
  return file === undefined ? [] : [{ files: [file], ...defined({ kind }) }];
}

/** True for YAML with services and without Jinja statements. */
function isComposeText({ skeleton }: Text): boolean {
  const known = skeleton.replaceAll(UNKNOWN_CHARACTER, 'x');
  return SERVICES.test(known) && isCompose(known, 'other') && !hasErrors(known);
}

/** The lines of a mapping as in its file, with unknown parts for Jinja. */
function textOfMapping({ node }: Ref, variables: PlayVariables): Text | undefined {
  if (node.kind !== 'mapping') return undefined;
  const { path, text } = node.origin;
  const before = lineStart(text, node.start);
  const start = text.slice(before, node.start).trim() === '' ? before : node.start;
  const end = endOf(node, path);
  return variables.fill(Text.verbatim(text.slice(start, end), placeAt(path, start, end)));
}

/** The end of a node's last part that isn't an alias. */
function endOf(node: Ref['node'], path: string): number {
  const below = node.kind === 'mapping' ? [...node.entries.values()] : node.kind === 'sequence' ? node.items : [];
  const own = below.filter((item) => item.hops.length === 0 && item.node.origin.path === path);
  return Math.max(node.end, ...own.map((item) => endOf(item.node, path)));
}

import type { Change, EngineProxy } from '../../../model/change.ts';
import type { Subject } from '../../../model/container.ts';
import type { FileEdit } from '../../../text/edit.ts';
import { lineStart } from '../../../text/lines.ts';
import { refused, type Written } from '../../contract/writer.ts';
import type { SyntaxMapping, SyntaxNode } from '../../yaml/syntax.ts';
import { appendItems, insertPair, joinWritten, removeStep, type YamlPage } from './edits.ts';
import { rawContent } from './short-syntax.ts';
import { eolAt, type WrittenYamlValue } from './style.ts';
import { contentEnd, hasMerge, pairEnd, pairOf, type Step } from './syntax-path.ts';

/**
 * Replaces a service's engine socket with a proxy and a network to reach it. If missing, adds the
 * proxy after the last service and the network after the last one.
 */
export function writeProxy(
  page: YamlPage,
  [services, own, list, item]: readonly Step[],
  { proxy }: Extract<Change, { kind: 'proxy' }>,
  subject: Subject,
): Written {
  if (services?.kind !== 'pair' || own?.kind !== 'pair' || list === undefined || item?.kind !== 'item')
    return refused('form', "It is not in a service's `volumes` list.");
  if (textOf(services.pair.key) !== 'services' || textOf(own.pair.key) !== subject.name)
    return refused('shared', 'It is mounted outside the service.');
  const [all, service] = [services.pair.value, own.pair.value];
  if (all?.kind !== 'mapping' || all.isFlow || service?.kind !== 'mapping')
    return refused('form', '`services` is not in block style.');
  if (hasMerge(service) || pairOf(service, 'extends') !== undefined)
    return refused('merge', "Some of the service's settings come from elsewhere.");
  const key = ['network_mode', 'profiles', 'userns_mode'].find((each) => pairOf(service, each) !== undefined);
  if (key !== undefined) return refused('form', `\`${key}\` would apply to the proxy too.`);
  return together(page, [
    removeStep(page, [services, own, list, item], 2),
    joinNetwork(page, service, proxy.network, subject),
    addAddress(page, service, proxy.address),
    startAfter(page, service, proxy.service),
    ...addProxy(page, { root: services.parent, services: all, service }, proxy),
  ]);
}

function joinNetwork(page: YamlPage, service: SyntaxMapping, network: string, subject: Subject): Written {
  const joined = pairOf(service, 'networks')?.value;
  if (joined?.kind === 'sequence') return appendItems(page, joined, [network]);
  if (joined?.kind === 'mapping') return insertPair(page, joined, network, {});
  if (pairOf(service, 'networks') !== undefined) return refused('form', '`networks` is neither a list nor a mapping.');
  // Keeps the default network of a service without `networks`, unless another file sets some.
  const [first] = subject.kind === 'container' ? subject.networks : [];
  return insertPair(page, service, 'networks', first?.place === subject.place ? ['default', network] : [network]);
}

function addAddress(page: YamlPage, service: SyntaxMapping, { field, text }: EngineProxy['address']): Written {
  const node = pairOf(service, field === 'env' ? 'environment' : 'command')?.value;
  if (node?.kind === 'sequence') return appendItems(page, node, [text]);
  if (field === 'cmd')
    return node?.kind === 'scalar' ? append(page, node, text) : refused('form', 'Its command is defined elsewhere.');
  const [name = '', ...value] = text.split('=');
  if (node?.kind === 'mapping') return insertPair(page, node, name, value.join('='));
  return pairOf(service, 'environment') === undefined
    ? insertPair(page, service, 'environment', { [name]: value.join('=') })
    : refused('form', '`environment` is neither a list nor a mapping.');
}

/** Some programs exit if the engine can't be reached. */
function startAfter(page: YamlPage, service: SyntaxMapping, name: string): Written {
  const node = pairOf(service, 'depends_on')?.value;
  if (node?.kind === 'sequence') return appendItems(page, node, [name]);
  if (node?.kind === 'mapping') return insertPair(page, node, name, { condition: 'service_started' });
  return pairOf(service, 'depends_on') === undefined
    ? insertPair(page, service, 'depends_on', [name])
    : refused('form', '`depends_on` is neither a list nor a mapping.');
}

/** Appends a word to a command. */
function append(page: YamlPage, node: Extract<SyntaxNode, { kind: 'scalar' }>, word: string): Written {
  const { path, text, source } = page;
  const isBlock = node.style === 'literal' || node.style === 'folded';
  const at = isBlock ? contentEnd(text, node) : rawContent(text, node)?.end;
  if (at === undefined) return refused('form', 'It uses escapes or spans several lines.');
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';
  const newText = isBlock ? `${eolAt(source, at)}${indent}${word}` : ` ${word}`;
  return { edits: [{ path, span: { start: at, end: at }, newText }] };
}

interface Around {
  readonly root: SyntaxMapping;
  readonly services: SyntaxMapping;
  /** The proxy gets the same restart policy as this service, which uses it. */
  readonly service: SyntaxMapping;
}

function addProxy(
  page: YamlPage,
  { root, services, service }: Around,
  { service: name, network, added }: EngineProxy,
): readonly Written[] {
  if (added === undefined) return [];
  const networks = pairOf(root, 'networks');
  const restart = textOf(pairOf(service, 'restart')?.value);
  const value: WrittenYamlValue = {
    image: added.image,
    ...(restart === undefined ? {} : { restart }),
    environment: Object.fromEntries(added.sections.map((section) => [section, 1])),
    volumes: [`${added.socket}:/var/run/docker.sock:ro`],
    networks: [network],
    // The image's entrypoint writes the configuration to /tmp, and HAProxy its process id to /run.
    read_only: true,
    tmpfs: ['/run', '/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  };
  const proxy = insertPair(page, services, name, value);
  const isApart = isSpaced(page, services);
  const definition: WrittenYamlValue = { internal: true };
  return [
    changed(proxy, (text) => `${isApart ? eolAt(page.source, 0) : ''}${text}`),
    networks === undefined
      ? changed(insertPair(page, root, 'networks', { [network]: definition }), (text) =>
          isApart || isSpaced(page, root) ? `${eolAt(page.source, 0)}${text}` : text,
        )
      : networks.value?.kind !== 'mapping' || pairOf(networks.value, network) !== undefined
        ? refused('form', `\`${network}\` can't be added to \`networks\`.`)
        : insertPair(page, networks.value, network, definition),
  ];
}

function changed(written: Written, toText: (text: string) => string): Written {
  return written.refusal === undefined
    ? { edits: written.edits.map((edit) => ({ ...edit, newText: toText(edit.newText) })) }
    : written;
}

function isSpaced({ text }: YamlPage, { pairs }: SyntaxMapping): boolean {
  const [before, last] = pairs.slice(-2);
  return (
    before !== undefined && last !== undefined && /\n[ \t\r]*\n/.test(text.slice(pairEnd(text, before), last.key.start))
  );
}

/** Combines edits: an insertion inside removed lines replaces them. */
function together({ source }: YamlPage, parts: readonly Written[]): Written {
  const all = joinWritten(parts);
  if (all.refusal !== undefined) return all;
  // A list goes on before the next key.
  const edits = all.edits.toSorted((a, b) => depthOf(b) - depthOf(a));
  const removals = edits.filter(({ newText }) => newText === '');
  const isIn = ({ span }: FileEdit, { span: gone }: FileEdit): boolean =>
    span.start === span.end && span.start > gone.start && span.end < gone.end;
  const kept = edits.filter((edit) => edit.newText !== '' && !removals.some((removal) => isIn(edit, removal)));
  const eol = eolAt(source, 0);
  const filled = removals.map((removal) => {
    const lines = edits.filter((edit) => isIn(edit, removal)).map(({ newText }) => newText.slice(eol.length) + eol);
    return { ...removal, newText: lines.join('') };
  });
  return { edits: [...filled, ...kept] };
}

/** A list element is deeper than a key in the same column. */
function depthOf({ newText }: FileEdit): number {
  const [, indent = '', dash] = /^[\r\n]+( *)(- )?/.exec(newText) ?? [];
  return 2 * indent.length + (dash === undefined ? 0 : 1);
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.kind === 'scalar' && !node.string.includes('$') ? node.string : undefined;
}

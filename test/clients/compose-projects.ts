import fc from 'fast-check';
import { service, VARIABLES } from './compose-services.ts';
import { oneOf } from './edits.ts';
import { change, list, type Mapping, mapOf, marked, type Node, plain, some, text, toYaml } from './yaml-tree.ts';

/** A project's files by path, and those passed with `-f`. */
export interface ComposeProject {
  readonly files: Readonly<Record<string, string>>;
  readonly configFiles: readonly string[];
}

const literal = (...values: readonly [string, ...string[]]): fc.Arbitrary<Node> => text(oneOf(...values));
const empty: fc.Arbitrary<Node> = plain('', '{}', '~');
const labels = fc.oneof(mapOf(oneOf('a', 'b.c'), literal('x', '')), list(literal('a=b', 'c'), 2));
const volume = fc.oneof(
  { weight: 3, arbitrary: empty },
  {
    weight: 3,
    arbitrary: some({
      name: literal('named', '${NAME}-data'),
      driver: literal('local', 'nfs'),
      labels,
      driver_opts: fc.oneof(
        plain(
          '{type: none, o: bind, device: /srv}',
          '{o: bind, type: nfs}',
          '{a: 1}',
          '{type: tmpfs, o: "size=1g", device: tmpfs}',
        ),
      ),
    }),
  },
  { weight: 1, arbitrary: plain('{external: true}', '{external: true, name: proxy}', '{external: {name: proxy}}') },
);
const network = fc.oneof(
  { weight: 3, arbitrary: empty },
  {
    weight: 3,
    arbitrary: some({
      name: literal('named'),
      driver: literal('bridge', 'overlay', 'host'),
      internal: plain('true', '"true"'),
      attachable: plain('true'),
      labels,
      ipam: some({ config: plain('[{subnet: 10.0.0.0/16}]'), driver: literal('default') }),
      driver_opts: plain('{a: 1, b: x}'),
    }),
  },
  { weight: 1, arbitrary: plain('{external: true, name: proxy}') },
);

const definitions = some(
  {
    volumes: some({ data: volume, cache: volume }, ['data', 'cache']),
    networks: some({ front: network, back: network }, ['front', 'back']),
    configs: some({ conf: plain('{file: ./conf.txt}', '{file: conf.txt}', '{file: /etc/conf}', '{file: ../conf}') }, [
      'conf',
    ]),
    secrets: some({ token: plain('{file: ./token.txt}', '{file: sub/token.txt, name: x}') }, ['token']),
    models: some({ llm: plain('{model: ai/x}', '{model: ai/x, context_size: 1024}', '{name: m, model: ai/x}') }, [
      'llm',
    ]),
  },
  ['volumes', 'networks', 'configs', 'secrets', 'models'],
);

/** A service that merges an anchor with `<<`. */
function merging(plainService: fc.Arbitrary<Mapping>): fc.Arbitrary<Mapping> {
  return fc
    .tuple(plainService, fc.constantFrom('', '', '', '*one', '*two', '[*one, *two]', '[*two, *one]'))
    .map(([mapping, merged]) =>
      merged === '' ? mapping : { ...mapping, entries: [...mapping.entries, ['<<', { scalar: merged }] as const] },
    );
}

const first = merging(service(false));
const later = merging(service(true));
const services = fc.record({ web: first, db: later, job: fc.option(later, { nil: undefined, freq: 2 }) }).map(
  (all): Mapping => ({
    entries: Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    isFlow: false,
  }),
);

const main = fc
  .tuple(
    service(false, false),
    service(false, false),
    services,
    definitions,
    fc.constantFrom('', '', '', 'name: named', 'version: "3.8"', 'name: ${NAME}'),
  )
  .map(
    ([one, two, all, defined, head]): Mapping => ({
      entries: [
        ...(head === ''
          ? []
          : [[head.slice(0, head.indexOf(':')), { scalar: head.slice(head.indexOf(':') + 2) }] as const]),
        ['x-one', { ...one, mark: '&one' }],
        ['x-two', { ...two, mark: '&two' }],
        ['services', all],
        ...defined.entries,
      ],
      isFlow: false,
    }),
  );

/** The tagged value: this one, or an item or entry below it. */
const tagging = fc.record({
  tag: fc.constantFrom('!override', '!reset'),
  at: fc.noBias(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
});

/** An override can remove everything, so services get an image. */
function withImages(tree: Mapping): Mapping {
  const inService = (node: Node, isOverridden: boolean): Node =>
    !('entries' in node) ||
    !(isOverridden || node.mark === '!override') ||
    node.entries.some(([key]) => key === 'image')
      ? node
      : { ...node, entries: [...node.entries, ['image', { scalar: 'nginx' }]] };
  const inServices = (node: Node): Node =>
    'entries' in node
      ? {
          ...node,
          entries: node.entries.map(([key, value]) => [key, inService(value, node.mark === '!override')] as const),
        }
      : node;
  return {
    ...tree,
    entries: tree.entries.map(([key, value]) => [key, key === 'services' ? inServices(value) : value] as const),
  };
}

const override = fc
  .tuple(
    service(false, false),
    fc.option(service(true, false), { nil: undefined }),
    fc.constantFrom(undefined, undefined, undefined, 'networks', 'volumes'),
    fc.array(tagging, { maxLength: 2 }),
  )
  .map(([web, db, definition, tags]): Mapping => {
    const tree: Mapping = {
      entries: [
        ['services', { entries: [['web', web], ...(db === undefined ? [] : [['db', db] as const])], isFlow: false }],
        ...(definition === undefined
          ? []
          : [[definition, { entries: [['extra', { scalar: '{}' }] as const], isFlow: false }] as const]),
      ],
      isFlow: false,
    };
    return withImages(tags.reduce((tagged, { tag, at }) => marked(tagged, at, tag), tree));
  });

const base = fc.tuple(service(false, false), service(false)).map(
  ([one, other]): Mapping => ({
    entries: [
      [
        'services',
        {
          entries: [
            ['base', one],
            ['other', other],
          ],
          isFlow: false,
        },
      ],
    ],
    isFlow: false,
  }),
);

const dotenvLine = fc
  .tuple(
    oneOf('', '', 'export '),
    oneOf('NUM', 'NAME', 'EXTRA', 'A'),
    oneOf('=', '=', ' = ', ': '),
    oneOf(
      '1',
      'x',
      '"a b"',
      "'c $NAME'",
      '"${NAME}-x"',
      'a # b',
      'a#b',
      '',
      '"x\\ny"',
      '${UNSET:-d}',
      "it's",
      '"say \\"x\\""',
      ' lead',
      '$$x',
      '`x`',
    ),
  )
  .map((parts) => parts.join(''));
const dotenv = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: dotenvLine }, { weight: 1, arbitrary: oneOf('# x', '', '  # y', 'A', 'B=1 # c') }),
    { maxLength: 3 },
  )
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

const isNear = fc.constantFrom(false, false, true);

/**
 * Projects with two or three services. Most are valid; a third has one change that may make them
 * invalid.
 */
export const composeProjects: fc.Arbitrary<ComposeProject> = fc
  .record({
    main,
    override: fc.option(override, { nil: undefined, freq: 2 }),
    base,
    env: dotenv,
    web: dotenv,
    near: isNear,
    changed: change,
  })
  .map(({ main: tree, override: over, base: extended, env, web, near, changed }) => ({
    files: {
      'compose.yaml': toYaml(near ? changed(tree) : tree),
      ...(over === undefined ? {} : { 'override.yaml': toYaml(over) }),
      'base.yaml': toYaml(extended),
      '.env': `${VARIABLES}${env}`,
      'web.env': `FROM_FILE=1\n${web}`,
      'labels.txt': 'from.file=1\n',
    },
    configFiles: over === undefined ? [] : ['compose.yaml', 'override.yaml'],
  }));

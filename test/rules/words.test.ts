import { expect, test } from 'vitest';
import { wordFinder } from '../../src/rules/shared/image/words.ts';

const ALTERNATIVES = [
  'kafka',
  'vault|openbao',
  'jupyter(?:lab|hub)?|[a-z]*notebook|pgadmin',
  '(?:(?:node|process|ab(?:c|d))[-_]exporter)|cadvisor|fluent-?bit|timberio\\/vector|grafana\\/(?:agent|alloy)',
  'pi-?hole|cs2|7dtd|wg-easy|pi\\.?alert',
];
const NAMES = [
  ...[
    'kafka',
    'kafkas',
    'akafka',
    'akafka-kafka',
    'kafka1',
    '1kafka',
    'kafka/kafkaui',
    'vault',
    'open-vault',
    'openbao',
    'jupyterlab',
    'jupyterla',
  ],
  ...[
    'jupyter',
    'my-notebook',
    'notebooks',
    'pgadmin4',
    'node-exporter',
    'anode_exporter',
    'abc-exporter',
    'abd_exporter',
    'abexporter',
    '',
  ],
  ...[
    'cadvisor/cadvisors',
    'fluentbit',
    'fluent-bit',
    'timberio/vector',
    'grafana/alloy',
    'grafana/alloys',
    'pihole',
    'pi-hole',
    'x/cs2',
    'cs2x',
    '17dtd',
  ],
  ...['wg-easy', 'swg-easy', 'pi.alert', 'pixalert', 'pialert', '|', 'vault|openbao'],
];

test.each(ALTERNATIVES)('finds what the regular expression of %s finds', (alternatives) => {
  const pattern = new RegExp(`(?<![a-z])(?:${alternatives})(?![a-z])`);
  const find = wordFinder(alternatives);
  const expected = NAMES.filter((name) => pattern.test(name));
  expect(NAMES.filter((name) => find(name))).toEqual(expected);
  expect(expected).not.toEqual([]);
});

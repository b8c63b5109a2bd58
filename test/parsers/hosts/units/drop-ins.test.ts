import { expect, test } from 'vitest';
import { dropInFolders, unitGroups, unitOfDropIn } from '../../../../src/parsers/hosts/units/drop-ins.ts';
import { createSession } from '../../../../src/session/session.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

test.each([
  ['units/web.container', ['container', 'web.container']],
  ['units/my-web.container', ['container', 'my-.container', 'my-web.container']],
  [
    'units/a-b-c@x.container',
    [
      'container',
      'a-.container',
      'a-@.container',
      'a-b-.container',
      'a-b-@.container',
      'a-b-c@.container',
      'a-b-c@x.container',
    ],
  ],
  ['units/a@.service', ['service', 'a@.service']],
])('the directories of drop-ins of %s', (path, names) => {
  expect(dropInFolders(path)).toEqual(names.map((name) => `units/${name}.d`));
});

test.each([
  ['units/web.container.d/10.conf', { folder: 'units', name: 'web.container' }],
  ['web.container.d/10.conf', { folder: '.', name: 'web.container' }],
  ['/etc/containers/systemd/container.d/a.conf', { folder: '/etc/containers/systemd', name: 'container' }],
  ['units/web.container.d/readme.txt', undefined],
  ['units/web.container', undefined],
])('the unit of %s', (path, unit) => {
  expect(unitOfDropIn(path)).toEqual(unit);
});

const TREE = {
  'my-web.container': '[Container]\nImage=nginx:1.27\n',
  'my-web.container.d/20.conf': '[Container]\nUser=1\n',
  'my-.container.d/10.conf': '[Container]\nUser=2\n',
  'my-.container.d/20.conf': '[Container]\nUser=3\n',
  'my-web.container.d/notes.txt': 'x',
  'my-db.container': '[Container]\nImage=postgres:17\n',
};

test('drop-ins are in the order of their names, and the nearer one replaces another of its name', () => {
  const groups = (path: string): readonly (readonly string[])[] =>
    unitGroups(path, '.container', createMemoryFiles(TREE));
  const web = ['my-web.container', 'my-.container.d/10.conf', 'my-web.container.d/20.conf'];
  const db = ['my-db.container', 'my-.container.d/10.conf', 'my-.container.d/20.conf'];
  expect(groups('my-web.container')).toEqual([web]);
  expect(groups('my-web.container.d/20.conf')).toEqual([web]);
  expect(groups('my-.container.d/10.conf')).toEqual([db, web]);
  expect(groups('other.container')).toEqual([]);
});

test('a unit and its drop-ins are one input, whichever of them is named', () => {
  const session = createSession({ files: createMemoryFiles(TREE), config: false });
  const inputs = (...paths: string[]): readonly (readonly string[])[] =>
    [...session.find({ paths }).inputs].map(({ kind, files }) => [kind, ...files.map(({ path }) => path)]);
  const web = ['quadlet', 'my-web.container', 'my-.container.d/10.conf', 'my-web.container.d/20.conf'];
  const db = ['quadlet', 'my-db.container', 'my-.container.d/10.conf', 'my-.container.d/20.conf'];
  expect(inputs('.')).toEqual([db, web]);
  expect(inputs('my-web.container.d/20.conf', 'my-web.container')).toEqual([web]);
});

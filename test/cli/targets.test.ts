import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const WEB = 'services:\n  web:\n    image: nginx\n    privileged: true\n';
const REPORT = '{"findings": []}\n';

/** The overwritten file, and whether plimsoll allows it. */
test.each([
  ['baseline --baseline compose.yaml compose.yaml', { 'compose.yaml': WEB }, 'compose.yaml is not a baseline'],
  ['baseline --baseline notes.txt .', { 'compose.yaml': WEB, 'notes.txt': 'mine\n' }, 'notes.txt is not a baseline'],
  ['baseline --baseline a.json .', { 'compose.yaml': WEB, 'a.json': REPORT }, undefined],
  ['baseline --baseline a.json .', { 'compose.yaml': WEB, 'a.json': '' }, undefined],
  ['baseline .', { 'compose.yaml': WEB, '.plimsoll-baseline.json': '<<<<<<< a\n' }, undefined],
  ['--output compose.yaml .', { 'compose.yaml': WEB }, 'Report file compose.yaml would overwrite an input file.'],
  [
    '--format json=a/run.sh compose.yaml',
    { 'compose.yaml': WEB, 'a/run.sh': 'docker run a\n' },
    'Report file a/run.sh would',
  ],
  ['--format json=a.json .', { 'compose.yaml': WEB, 'a.json': REPORT }, undefined],
  ['--format markdown=a.md .', { 'compose.yaml': WEB, 'a.md': '```sh\ndocker run a\n```\n' }, undefined],
  ['--cache-location compose.yaml .', { 'compose.yaml': WEB }, 'compose.yaml is not a plimsoll cache'],
  ['--cache-location .env .', { 'compose.yaml': WEB, '.env': 'A=1\n' }, '.env is not a plimsoll cache'],
  ['--cache-location c .', { 'compose.yaml': WEB, c: '# plimsoll cache 1\n' }, undefined],
])('%s', async (line, files, message) => {
  const io = createMemoryIo(files);
  const code = await main(line.split(' '), io);
  if (message === undefined) {
    expect([code, io.written.size]).toEqual([line.startsWith('baseline') ? 0 : 1, 1]);
  } else {
    expect([code, io.written.size]).toEqual([2, 0]);
    expect(io.err()).toContain(message);
  }
});

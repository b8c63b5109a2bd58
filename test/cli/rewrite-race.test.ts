import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { rewriteFile } from '../../src/cli/output/rewrite-file.ts';

const other = vi.hoisted(() => ({ write: (): void => undefined }));

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return {
    ...original,
    fsyncSync: (fd: number) => {
      original.fsyncSync(fd);
      other.write();
    },
  };
});

test('what another program appends while a fix is written is not lost', () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'plimsoll-race-'));
  const path = join(folder, 'a');
  try {
    fs.writeFileSync(path, 'old\n');
    other.write = () => {
      fs.appendFileSync(path, 'appended\n');
    };
    expect(rewriteFile(path, 'old\n', 'new\n')).toContain('The file changed after it was read, or is not UTF-8.');
    expect(fs.readFileSync(path, 'utf8')).toBe('old\nappended\n');
    expect(fs.readdirSync(folder)).toEqual(['a']);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

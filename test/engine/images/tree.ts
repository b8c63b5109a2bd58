import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './programs-engine.ts';

/** Needed for installing, compiling or managing, but not at run time. */
const UNNEEDED = /^(?:libllvm|libz3|locales|promtool|perl|libperl|python|libpython|iproute2|dpkg|libdebconf|debconf)/;
const UNREAD = ['doc', 'man', 'locale', 'i18n', 'info'].map((name) => `--exclude=./usr/share/${name}`);
const UNPACK =
  'packed=$1 tree=$2; shift 2; dpkg-deb --fsys-tarfile "$packed" | tar -x -C "$tree" --keep-directory-symlink "$@"';
const IMPORT = 'tar -c -C "$1" . | docker --host "$2" import - "$3"';

/**
 * Unpacks Debian packages into one tree without running their scripts, so their results are made
 * here.
 */
export async function unpackAll(packages: string, tree: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(tree, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(tree, name));
  }
  for (const name of ['run', 'var', 'usr/local/bin', 'etc']) mkdirSync(join(tree, name), { recursive: true });
  symlinkSync('/run', join(tree, 'var/run'));
  for (const file of readdirSync(packages).filter((name) => name.endsWith('.deb') && !UNNEEDED.test(name))) {
    const { status, text } = await run('sh', ['-c', UNPACK, 'sh', join(packages, file), tree, ...UNREAD]);
    if (status !== 0) throw new Error(`${file}: ${text}`);
  }
  symlinkSync('bash', join(tree, 'usr/bin/sh'));
  writeFileSync(join(tree, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/bin/sh\n');
  writeFileSync(join(tree, 'etc/group'), 'root:x:0:\nwww-data:x:33:\n');
}

export async function importTree(host: string, tree: string, image: string): Promise<void> {
  const { status, text } = await run('sh', ['-c', IMPORT, 'sh', tree, host, image]);
  if (status !== 0) throw new Error(`${image}: ${text}`);
}

import { words } from '../../util/words.ts';

const SYSTEMS: ReadonlySet<string> = new Set(
  words(
    `aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris wasip1
  windows zos`,
  ),
);
const ARCHITECTURES: ReadonlySet<string> = new Set(
  words(
    `386 aarch64 amd64 amd64p32 arm arm64 arm64be armbe armel armhf i386 loong64 mips mips64 mips64le mips64p32
  mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64`,
  ),
);

/**
 * True for an operating system, an architecture, `system/architecture[/variant]`, or an empty text
 * (containerd/platforms `Parse`).
 */
export function isPlatform(value: string): boolean {
  if (value === '') return true;
  const [system = '', ...rest] = value.split('/');
  // `windows(10.0.17763)/amd64`: the version of the system.
  if (!/^[\w-]+(?:\([\w.-]*\))?$/.test(system) || rest.length > 2 || !rest.every((part) => /^[\w.-]+$/.test(part)))
    return false;
  return rest.length > 0 || SYSTEMS.has(system.toLowerCase()) || ARCHITECTURES.has(system.toLowerCase());
}

/** `linux/arm64` for `arm64/linux`, which engines accept but no image has. */
export function swappedPlatform(value: string): string | undefined {
  const [first = '', second = '', ...rest] = value.toLowerCase().split('/');
  return ARCHITECTURES.has(first) && SYSTEMS.has(second) && rest.length === 0 ? `${second}/${first}` : undefined;
}

import type { PageFile } from '../src/playground/protocol.ts';

/** What a link to the playground has: files, and how they are read. */
export interface Linked {
  readonly files: readonly [PageFile, ...PageFile[]];
  readonly preset: string;
}

/** A link can come from anybody: a text that grows beyond this is not unpacked. */
const MAX_CHARACTERS = 1_000_000;

/**
 * The fragment of a link, which a browser sends to nobody: `text` for one file, `files` for
 * several.
 */
export async function toFragment({ files, preset }: Linked): Promise<string> {
  const [{ name, text }, ...others] = files;
  const given: Record<string, string> =
    others.length === 0
      ? { ...(name === '' ? {} : { name }), preset, text: await packed(text) }
      : { preset, files: await packed(JSON.stringify(files)) };
  return `#${new URLSearchParams(given).toString()}`;
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What a fragment has; `undefined` for one that is no link to files, or a broken one. */
export async function fromFragment(fragment: string): Promise<Linked | undefined> {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const [one, several] = [given.get('text'), given.get('files')];
  const preset = given.get('preset') ?? '';
  try {
    const text = await unpacked(one ?? several ?? '');
    if (text === undefined) return undefined;
    if (one !== null) return { files: [{ name: given.get('name') ?? '', text }], preset };
    const [first, ...others] = filesIn(JSON.parse(text));
    return first === undefined ? undefined : { files: [first, ...others], preset };
  } catch {
    return undefined;
  }
}

/** Nobody looks at more tabs than this. */
const MAX_FILES = 30;

function filesIn(given: unknown): readonly PageFile[] {
  const items: readonly unknown[] = Array.isArray(given) ? given.slice(0, MAX_FILES) : [];
  return items.flatMap((item) => {
    const { name, text }: { name?: unknown; text?: unknown } = typeof item === 'object' && item !== null ? item : {};
    return typeof name === 'string' && typeof text === 'string' ? [{ name, text }] : [];
  });
}

function unpacked(given: string): Promise<string | undefined> {
  const binary = atob(given.replaceAll('-', '+').replaceAll('_', '/'));
  return unpack(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > MAX_CHARACTERS) {
      await reader.cancel();
      return undefined;
    }
  }
}

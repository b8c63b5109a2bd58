/** What a link to the playground has: a text, and how it is read. */
export interface Linked {
  readonly text: string;
  readonly name: string;
  readonly preset: string;
}

/** A link can come from anybody: a text that grows beyond this is not unpacked. */
const MAX_CHARACTERS = 1_000_000;

/** The fragment of a link, which a browser sends to nobody. */
export async function toFragment({ text, name, preset }: Linked): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const base64 = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `#${new URLSearchParams({ ...(name === '' ? {} : { name }), preset, text: base64 }).toString()}`;
}

/** What a fragment has; `undefined` for one that is no link to a text, or a broken one. */
export async function fromFragment(fragment: string): Promise<Linked | undefined> {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const packed = given.get('text');
  if (packed === null) return undefined;
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = await unpack(bytes);
    return text === undefined ? undefined : { text, name: given.get('name') ?? '', preset: given.get('preset') ?? '' };
  } catch {
    return undefined;
  }
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

import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { type Uri, window, workspace } from 'vscode';

/** A link can come from anybody: texts that grow beyond this are not unpacked. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 30;

interface LinkedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Opens the texts of a link of the playground (`vscode://plimsoll.plimsoll/open?…`) as documents
 * that are nowhere saved.
 */
export async function openLinked(uri: Pick<Uri, 'path' | 'query'>): Promise<void> {
  if (uri.path !== '/open') return;
  const files = await readLinked(uri.query);
  if (files.length === 0) {
    void window.showWarningMessage('The link contains no readable text.');
    return;
  }
  for (const { name, text } of files) {
    const document = await workspace.openTextDocument({ content: text, language: languageOf(name, text) });
    await window.showTextDocument(document, { preview: false });
  }
}

/** The files of a link; none of one that is broken. */
export async function readLinked(query: string): Promise<readonly LinkedFile[]> {
  const given = new URLSearchParams(query);
  const [one, several] = [given.get('text'), given.get('files')];
  try {
    const bytes = await promisify(inflateRaw)(Buffer.from(one ?? several ?? '', 'base64url'), {
      maxOutputLength: MAX_BYTES,
    });
    const text = bytes.toString('utf8');
    if (one !== null) return [{ name: given.get('name') ?? '', text }];
    const items: unknown = JSON.parse(text);
    return (Array.isArray(items) ? (items as readonly unknown[]) : []).slice(0, MAX_FILES).flatMap((item) => {
      const { name, text: its }: { name?: unknown; text?: unknown } =
        typeof item === 'object' && item !== null ? item : {};
      return typeof name === 'string' && typeof its === 'string' ? [{ name, text: its }] : [];
    });
  } catch {
    return [];
  }
}

/** What is nowhere saved is known by its language alone. */
function languageOf(name: string, text: string): string {
  if (/(?:^|\/)[^/]*file$/i.test(name)) return /makefile$/i.test(name) ? 'makefile' : 'dockerfile';
  if (/\.ya?ml$/i.test(name) || /^services:/m.test(text)) return 'yaml';
  if (/\.json$/i.test(name) || /^\s*[[{]/.test(text)) return 'json';
  return name.endsWith('.env') ? 'properties' : 'shellscript';
}

import type { Span } from '../../../text/location.ts';
import { parseWithRecovery } from '../../yaml/error-recovery.ts';
import { hasAnchor } from '../../yaml/syntax.ts';
import { pairOf } from './syntax-path.ts';

/** Keys by which a service refers to another one. Aliases are checked separately. */
const IS_RELATED = /\b(?:extends|include|service|container)["']?[ \t]*:/;

/** Others may use its image. */
const BUILDS = /\bbuild["']?[ \t]*:/;

/** The text with the other services blanked; `undefined` if they may matter to this one. */
export function isolate(text: string, spans: readonly Span[]): string | undefined {
  if (IS_RELATED.test(text)) return undefined;
  const { documents, errors } = parseWithRecovery(text);
  if (documents.length > 1 || errors.length > 0) return undefined;
  const services = pairOf(documents[0], 'services')?.value;
  if (services?.kind !== 'mapping' || services.isFlow) return undefined;
  let blanked = '';
  let at = 0;
  let end = 0;
  let left = spans.length;
  for (const { key, value = key } of services.pairs) {
    const own = spans.filter((span) => key.start <= span.start && span.end <= value.end);
    left -= own.length;
    const isShared = hasAnchor(value) || BUILDS.test(text.slice(value.start, value.end));
    if (own.length === 0 && !isShared) {
      // Comments above a service are blanked with it.
      const start = Math.max(end, at, services.start);
      blanked += text.slice(at, start) + text.slice(start, value.end).replace(/[^\r\n]/g, ' ');
      at = value.end;
    }
    end = value.end;
  }
  return left > 0 || at === 0 ? undefined : blanked + text.slice(at);
}

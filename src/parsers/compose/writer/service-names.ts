import type { Span } from '../../../text/location.ts';
import { pairOf, readWritten } from './syntax-path.ts';

export function serviceNamesIn(text: string): readonly { readonly name: string; readonly span: Span }[] {
  return (readWritten(text)?.documents ?? []).flatMap((document) => {
    const services = pairOf(document, 'services')?.value;
    if (services?.kind !== 'mapping') return [];
    return services.pairs.flatMap(({ key }) =>
      key.kind === 'scalar' ? [{ name: key.string, span: { start: key.start, end: key.end } }] : [],
    );
  });
}

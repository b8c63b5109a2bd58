import { parseDocument } from 'yaml';
import type { Location } from '../../text/location.ts';
import type { Config } from './config-file.ts';
import { NodeIndex } from './node-index.ts';

/** Where in a configuration, which has been read without an error, the value at a way of keys and indices stands. */
export function createConfigPlaces({ path: file, text }: Config): (path: readonly (string | number)[]) => Location {
  const nodes = new NodeIndex(parseDocument(text, { prettyErrors: false, logLevel: 'error', uniqueKeys: false }));
  return (path) => {
    const [start, end] = nodes.at(path)?.range ?? [0, 0];
    return { path: file, span: { start, end } };
  };
}

import type { ExposedPort, PortBinding } from '../../../../model/values.ts';
import { Text } from '../../../../text/text.ts';
import { readExposedPort, readPortBinding } from '../../../syntax/port.ts';
import { failure, quoted, type Reading, splitKeyValue } from '../../../syntax/reading.ts';

/**
 * A published port, short or as `published=8080,target=80,protocol=udp`
 * (`convertToStandardNotation`).
 */
export function readPublishedPort(text: Text): Reading<PortBinding> {
  if (text.indexOf('=') < 0) return readPortBinding(text);
  const parts = new Map<string, Text>();
  for (const field of text.split(',')) {
    const { key, value } = splitKeyValue(field);
    if (value === undefined || key.length === 0) {
      return failure(
        field.place,
        `${quoted(field)} is not \`name=value\`.`,
        'Write `published=8080,target=80,protocol=tcp`, or `8080:80/tcp`.',
      );
    }
    parts.set(key.skeleton, value);
  }
  const glue = (separator: string): Text => Text.derived(separator, text.place);
  const pieces = [
    parts.get('published'),
    glue(':'),
    parts.get('target'),
    glue('/'),
    parts.get('protocol') ?? glue('tcp'),
  ];
  return readPortBinding(
    Text.concat(
      pieces.filter((piece) => piece !== undefined),
      text.place,
    ),
  );
}

/** A documented container port, without address or host port. */
export function readExpose(text: Text): Reading<ExposedPort> {
  if (text.indexOf(':') >= 0)
    return failure(
      text.place,
      `${quoted(text)} is not only a container port.`,
      'Publish it with `--publish`, or write only the container port.',
    );
  return readExposedPort(text);
}

import { dayAfter } from '../config/day.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { ExceptedInput } from './unused-exceptions.ts';

/** How many days before its expiry an exception is announced. */
const DAYS_BEFORE = 14;

/** Creates a note for each used exception that expires soon. */
export function expiringNotes(
  inputs: readonly Pick<ExceptedInput, 'settings' | 'usedExceptions'>[],
): readonly DiscoveryNote[] {
  const notes = new Map<string, DiscoveryNote>();
  for (const { settings, usedExceptions } of inputs) {
    const { config, ruleOptions } = settings;
    const { exceptions = [], today, ignoresSuppressions } = ruleOptions;
    if (config === undefined || today === undefined || ignoresSuppressions === true) continue;
    const last = dayAfter(today, DAYS_BEFORE);
    for (const [index, { expires, rules, reason, ticket }] of exceptions.entries()) {
      if (expires === undefined || expires < today || expires > last || !usedExceptions.includes(String(index)))
        continue;
      const names = rules.map((rule) => `\`${rule}\``).join(', ');
      const message = `The exception for ${names} (${reason}${ticket === undefined ? '' : `, ${ticket}`}) expires on ${expires}: fix the finding or renew the exception.`;
      notes.set(`${config.path} ${index}`, { path: config.path, message, severity: 'note' });
    }
  }
  return [...notes.values()];
}

const DATE = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const TIME = /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]| )(\d\d?):(\d\d?):(\d\d?)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Prints a plain time of yaml.v3 (`parseTimestamp`) as Go does: `2001-12-14` is
 * `2001-12-14 00:00:00 +0000 UTC`. `undefined` for other text.
 */
export function printTimestamp(source: string): string | undefined {
  // Cheap check first.
  if (source.charAt(4) !== '-' || source.length > 40) return undefined;
  const match = DATE.exec(source) ?? TIME.exec(source);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  // A zone follows directly after a `T` time, after a space otherwise.
  if (source.includes(':') && source.includes(' ') === (zone !== undefined)) return undefined;
  if (
    !isDate(Number(year), Number(month), Number(day)) ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59
  )
    return undefined;
  const pad = (part: string): string => part.padStart(2, '0');
  const offset = zone === undefined || zone === 'Z' ? '+0000 UTC' : `${zone.replace(':', '')} ${zone.replace(':', '')}`;
  const nanoseconds = /^\.\d*[1-9]/.exec(fraction.slice(0, 10))?.[0] ?? '';
  return `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}${nanoseconds} ${offset}`;
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

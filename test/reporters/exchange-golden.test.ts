import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../engine/json.ts';
import { MIXED, MIXED_RULES, report } from './run.ts';

/** Constant parts of a report, which would hide the rest. */
const SHORTENED: Readonly<Record<string, (text: string) => string>> = {
  sarif: (text) => {
    const shorten = (key: string, value: unknown): unknown => {
      if (key === 'rules' && Array.isArray(value))
        return [value[0], `… ${value.length - 3} more …`, value.at(-2), value.at(-1)];
      if (key === 'help' && isJsonObject(value))
        return Object.fromEntries(Object.entries(value).map(([name, page]) => [name, `${String(page).slice(0, 20)}…`]));
      return value;
    };
    return `${JSON.stringify(JSON.parse(text), shorten, 2)}\n`;
  },
  html: (text) => text.replace(/<(style|script)>.*?<\/\1>/gs, '<$1>…</$1>').replace(/sha256-[\w+/=]+/g, 'sha256-…'),
};

function shorten(format: string, text: string): string {
  return SHORTENED[format]?.(text) ?? text;
}

const cases = [
  ['sarif', 'sarif'],
  ['github', 'github.txt'],
  ['gitlab', 'gitlab.json'],
  ['junit', 'junit.xml'],
  ['checkstyle', 'checkstyle.xml'],
  ['markdown', 'md'],
  ['html', 'html'],
] as const;

describe('a report for another program, as it was read and found good', () => {
  it.each(cases)('%s', async (format, ending) => {
    await expect(shorten(format, await report(format, MIXED, MIXED_RULES))).toMatchFileSnapshot(
      join('golden', `mixed.${ending}`),
    );
  });

  it.each(cases)('%s is the same twice', async (format) => {
    expect(await report(format, MIXED)).toBe(await report(format, MIXED));
  });

  it.each(cases)('%s of a tree without findings is whole', async (format, ending) => {
    const clean = { 'compose.yaml': 'services: {}\n' };
    await expect(shorten(format, await report(format, clean))).toMatchFileSnapshot(join('golden', `clean.${ending}`));
  });
});

import { readFileSync } from 'node:fs';

/** An executable example on a rule's page. */
export interface Block {
  readonly language: 'yaml' | 'sh';
  readonly verdict: 'bad' | 'good';
  readonly text: string;
}

/** A parsed rule page. */
export interface Page {
  readonly heading: string | undefined;
  readonly title: string | undefined;
  /** The line with benchmark numbers, level and severities. */
  readonly facts: string;
  readonly severities: readonly string[];
  readonly securitySeverity: number | undefined;
  /** The ID in the example suppression. */
  readonly exceptionId: string | undefined;
  readonly sections: readonly string[];
  readonly blocks: readonly Block[];
  readonly text: string;
}

const BLOCK = /^```(yaml|sh) (bad|good)\n([\s\S]*?)^```$/gm;

export function readPage(id: string): Page {
  const text = readFileSync(new URL(`../src/rules/${id}/page.md`, import.meta.url), 'utf8');
  const [heading, , title, , facts = ''] = text.split('\n');
  const number = /^Security severity: (\d+\.\d)$/m.exec(text)?.[1];
  return {
    heading: heading?.replace(/^# /, ''),
    title,
    facts,
    severities: (facts.split(' · ').at(-1) ?? '').split(', '),
    securitySeverity: number === undefined ? undefined : Number(number),
    exceptionId: /# plimsoll: ignore\[([\w-]+)\] -- ./.exec(text)?.[1],
    sections: [...text.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name),
    blocks: [...text.matchAll(BLOCK)].map(([, language, verdict, block = '']) => ({
      language: language === 'sh' ? 'sh' : 'yaml',
      verdict: verdict === 'good' ? 'good' : 'bad',
      text: block,
    })),
    text,
  };
}

/** The rows of the options table; none if the page says "None." */
export function optionRows({ text }: Page): readonly { readonly name: string }[] {
  const section = /^## Options$([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => ({ name }));
}

/** A section's text in one line. */
export function sectionText({ text }: Page, name: string): string {
  const start = text.indexOf(`\n## ${name}\n`);
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end).replace(`## ${name}`, '').replaceAll(/\s+/g, ' ').trim();
}

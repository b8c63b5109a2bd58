import { describe, expect, it } from 'vitest';
import { growsLinearly } from '../../growth.ts';
import { checkPlaces, containerOf, parseProject } from './compose.ts';

function ids(text: string): readonly string[] {
  const parsed = parseProject(text);
  checkPlaces(parsed);
  return parsed.problems.map(({ id }) => id);
}

const web = 'services:\n  web:\n    image: nginx\n';

describe('what would be too much is not done, and reported', () => {
  it('aliases of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `x${level + 1}: &x${level + 1} [${Array.from({ length: 10 }, () => `*x${level}`).join(', ')}]\n`);
    expect(ids(`x0: &x0 [a]\n${levels.join('')}${web}`)).toContain('syntax/limit');
  });

  it('merges of merges', () => {
    const levels = Array.from({ length: 60 }, (_, level) => `x-${level + 1}: &x${level + 1} {<<: [*x${level}, *x${level}], k${level}: a}\n`);
    expect(ids(`x-0: &x0 {k: a}\n${levels.join('')}${web}`)).toContain('syntax/limit');
  });

  it('deep nesting', () => {
    expect(ids(`x-a: ${'['.repeat(150)}${']'.repeat(150)}\n${web}`)).toEqual([]);
    expect(ids(`x-a: ${'['.repeat(400)}${']'.repeat(400)}\n${web}`)).toEqual(['syntax/limit']);
    expect(ids(`x-a: ${'['.repeat(50_000)}\n${web}`)).toContain('syntax/invalid-yaml');
  });

  it('services that extend each other without an end', () => {
    const chain = Array.from({ length: 500 }, (_, at) => `  s${at}: {extends: s${at + 1}}\n`).join('');
    expect(ids(`services:\n${chain}  s500: {image: nginx}\n`)).toContain('syntax/limit');
  });

  it('files that include each other without an end', () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.yaml`, `include: [${at + 1}.yaml]\n`]));
    const { problems } = parseProject({ ...files, '40.yaml': web }, ['0.yaml']);
    expect(problems.map(({ id }) => id)).toEqual(['syntax/limit']);
  });

  it('more problems than anybody reads', () => {
    expect(ids(`services:\n  web:\n${'    image: nginx\n'.repeat(5000)}`).length).toBeLessThanOrEqual(1000);
  });

  it('documents that are wrong by themselves', () => {
    const text = (count: number): string => `${web}${'---\nservices: {web: {tty: []}}\n'.repeat(count)}---\nservices: {web: {tty: !override true}}\n`;
    expect(ids(text(100))).not.toContain('syntax/limit');
    expect(ids(text(101))).toContain('syntax/limit');
  });

  it('defaults in defaults', () => {
    const parsed = parseProject(`services:\n  web:\n    image: ${'${A:-'.repeat(500)}x${'}'.repeat(500)}\n`);
    expect(containerOf(parsed).config.image?.known).toBe(false);
  });
});

describe('time grows with the text', () => {
  it.each<readonly [string, (size: number) => string]>([
    ['services', (size) => `services:\n${Array.from({ length: size / 20 }, (_, at) => `  s${at}:\n    image: nginx\n    ports: ["80:80"]\n    environment: [A=\${X:-d}]\n`).join('')}`],
    ['elements', (size) => `${web}    cap_add:\n${'    - A\n'.repeat(size)}`],
    ['variables in one text', (size) => `${web}    user: "${'${A:-x}'.repeat(size)}"\n`],
    ['lines of a block', (size) => `${web}    command: |\n${'      echo $${X} "a b"\n'.repeat(size)}`],
    ['open braces', (size) => `${web}    user: "${'${A:-'.repeat(size)}"\n`],
    ['dollar signs', (size) => `${web}    user: "${'$'.repeat(size * 4)}"\n`],
    ['aliases', (size) => `x-a: &a [A]\n${web}    x-b: [${Array.from({ length: size }, () => '*a').join(', ')}]\n`],
    ['unknown keys', (size) => `${web}${Array.from({ length: size / 4 }, (_, at) => `    k${at}: x\n`).join('')}`],
    ['undefined volumes', (size) => `${web}    volumes:\n${Array.from({ length: size / 4 }, (_, at) => `    - v${at}:/${at}\n`).join('')}`],
    ['dependencies', (size) => `services:\n${Array.from({ length: size / 10 }, (_, at) => `  s${at}: {image: x, depends_on: [s${at + 1}]}\n`).join('')}`],
    ['documents over one service', (size) => `${web}    environment:\n${Array.from({ length: size / 4 }, (_, at) => `      A${at}: b\n`).join('')}${'---\nservices: {web: {tty: true}}\n'.repeat(size / 4)}`],
    ['wrong documents over one service', (size) => `${web}    environment:\n${Array.from({ length: size / 4 }, (_, at) => `      A${at}: b\n`).join('')}${'---\nservices: {web: {tty: []}}\n'.repeat(size / 4)}`],
    ['ranges of ports that overlap', (size) => `${web}    ports:\n${Array.from({ length: size / 4 }, (_, at) => `    - "${at + 1}"\n`).join('')}${Array.from({ length: size / 4 }, (_, at) => `    - ${at + 1}-60000\n`).join('')}`],
  ])('%s', (_name, make) => {
    expect(growsLinearly(16_000, make, parseProject)).toBe(true);
  });
});

import { writeFileSync } from 'node:fs';
import { createMemoryIo } from '../test/memory-io.ts';

/**
 * Makes docs/images/demo.svg, an animation of plimsoll's real output: lint, show the fixes, apply
 * them, lint again. Run by hand: npx tsx scripts/demo.ts
 */
const TARGET = 'docs/images/demo.svg';
// Readable on a phone.
const COLUMNS = 54;
const ROWS = 34;
const LINE_HEIGHT = 19;
const CHARACTER_WIDTH = 8.43;
const MARGIN = 18;

const FILE = `services:
  web:
    image: nginx:1.27
    ports: ["127.0.0.1:8080:80"]
    healthcheck: { test: curl -fsS http://localhost }
  cache:
    image: redis:7.4
    ports: ["6379:6379"]
    volumes: [cache:/data]
    healthcheck: { test: redis-cli ping }
volumes:
  cache:
`;

/** The typed commands, and for how many seconds their output is shown. */
const SCENES = [
  { command: 'cat compose.yaml', seconds: 4 },
  { command: 'plimsoll', seconds: 9 },
  { command: 'plimsoll fix --risk low', seconds: 6 },
  { command: 'plimsoll fix --risk medium --write', seconds: 3 },
  { command: 'plimsoll', seconds: 5 },
] as const;

const { main } = await import('../src/cli/main.ts');

let text = FILE;

/** A command's output on both streams, and the file it leaves. */
async function run(command: string): Promise<string> {
  if (command.startsWith('cat ')) return text;
  const io = createMemoryIo({ 'compose.yaml': text }, { isTerminal: true, columns: COLUMNS, environment: {} });
  await main(command.split(' ').slice(1), io);
  text = io.written.get('compose.yaml') ?? text;
  return `${io.out()}${io.err()}`;
}

const COLOURS: Readonly<Record<string, string>> = {
  '1': 'b',
  '2': 'd',
  '31': 'r',
  '32': 'g',
  '33': 'y',
  '35': 'm',
  '36': 'c',
  '1;31': 'r',
};

function escaped(part: string): string {
  return part.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A line with SGR sequences as SVG spans, with a terminal's colors for diffs. */
function toSpans(line: string): string {
  const sign = /^[-+](?![-+])/.exec(line)?.[0];
  if (sign !== undefined) return `<tspan class="${sign === '+' ? 'g' : 'r'}">${escaped(line)}</tspan>`;
  return Array.from(line.matchAll(/\u001B\[([\d;]+)m([^\u001B]*)\u001B\[0m|([^\u001B]+)/g), ([, code, inner, plain]) =>
    code === undefined ? escaped(plain ?? '') : `<tspan class="${COLOURS[code] ?? ''}">${escaped(inner ?? '')}</tspan>`,
  ).join('');
}

/** Wraps long lines into the next row, without colors. */
function toRows(line: string): readonly string[] {
  const plain = line.replaceAll(/\u001B\[[\d;]*m/g, '');
  if (plain.length <= COLUMNS) return [line];
  const end = plain.lastIndexOf(' ', COLUMNS);
  return [plain.slice(0, end), ...toRows(plain.slice(end + 1))];
}

function toScreen(command: string, output: string): string {
  const lines = output.replace(/\n+$/, '').split('\n').flatMap(toRows);
  const shown = lines.length < ROWS ? lines : [...lines.slice(0, ROWS - 5), '…', ...lines.slice(-3)];
  const rows = [`<tspan class="g">$</tspan> <tspan class="b">${escaped(command)}</tspan>`, ...shown.map(toSpans)];
  return rows
    .map((row, index) => `<text x="${MARGIN}" y="${MARGIN + LINE_HEIGHT * (index + 1)}">${row}</text>`)
    .join('\n');
}

const total = SCENES.reduce((sum, { seconds }) => sum + seconds, 0);
const screens: string[] = [];
const styles: string[] = [];
let from = 0;
for (const [index, { command, seconds }] of SCENES.entries()) {
  const at = (time: number): string => `${((time / total) * 100).toFixed(2)}%`;
  const steps = [
    ...(from === 0 ? [] : ['0% { visibility: hidden }']),
    `${at(from)} { visibility: visible }`,
    ...(from + seconds === total ? [] : [`${at(from + seconds)} { visibility: hidden }`]),
  ];
  styles.push(
    `@keyframes s${index} { ${steps.join(' ')} }`,
    `.s${index} { animation: s${index} ${total}s step-end infinite }`,
  );
  screens.push(`<g class="s${index}">\n${toScreen(command, await run(command))}\n</g>`);
  from += seconds;
}
const [width, height] = [Math.ceil(COLUMNS * CHARACTER_WIDTH) + 2 * MARGIN, (ROWS + 1) * LINE_HEIGHT + 2 * MARGIN];
writeFileSync(
  TARGET,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>plimsoll in a terminal: a Compose file is linted, fixed, and linted again</title>
<style>
text { font: 14px 'DejaVu Sans Mono', ui-monospace, Menlo, Consolas, monospace; fill: #dde1e5; white-space: pre }
.b { fill: #fff; font-weight: bold } .d { fill: #939ca5 } .r { fill: #ff7b82 } .g { fill: #6fcf8e }
.y { fill: #ffc76b } .m { fill: #cda6f5 } .c { fill: #8fcdf5 }
${styles.join('\n')}
@media (prefers-reduced-motion: reduce) { g { animation: none !important; visibility: hidden } .s1 { visibility: visible } }
</style>
<rect width="100%" height="100%" rx="8" fill="#14171a"/>
${screens.join('\n')}
</svg>
`,
);
console.log(`${TARGET}: written`);

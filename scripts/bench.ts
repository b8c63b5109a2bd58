import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureGrowth } from './bench/growth.ts';
import { readNode } from './bench/measure.ts';
import { replaceMeasured, type Section, toMarkdown, toTerminal } from './bench/report.ts';
import { measureServer } from './bench/server.ts';
import type { BenchSetting } from './bench/setting.ts';
import { measureStartUp } from './bench/start-up.ts';
import { measureThroughput } from './bench/throughput.ts';
import { measureTree } from './bench/tree.ts';
import { measureVersions } from './bench/versions.ts';
import { hostTarget } from './build/standalone.ts';

const USAGE = `npm run bench -- [--only NAME]… [--corpus DIR] [--json FILE] [--write] [--quick]

Measures the build in dist/ and prints ratios: median, and quartiles in parentheses.

  --only NAME   start-up, throughput, versions, tree, growth or server (repeatable; default: all)
  --corpus DIR  files to measure throughput, versions and the server on, in place of generated ones
  --json FILE   write the numbers to a file as well
  --write       put the tables that were measured into docs/contributing/performance.md
  --quick       fewer rounds and smaller trees, to see whether it works

What each mechanism of the parsers is worth in findings is measured by npm run ablation.`;

const PAGE = join(import.meta.dirname, '../docs/contributing/performance.md');
const PLIMSOLL = join(import.meta.dirname, '../dist/plimsoll.cjs');

const STANDALONE = join(import.meta.dirname, '../dist/standalone', `plimsoll-${hostTarget().name}`);

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    corpus: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const corpus = values.corpus === undefined ? undefined : resolve(values.corpus);

const MEASUREMENTS: Readonly<Record<string, (setting: BenchSetting) => Section | Promise<Section>>> = {
  'start-up': measureStartUp,
  throughput: (setting) => measureThroughput(setting, corpus),
  versions: (setting) => measureVersions(setting, corpus),
  tree: measureTree,
  growth: measureGrowth,
  server: (setting) => measureServer(setting, corpus),
};

process.exitCode = values.help ? usage(0) : await bench();

function usage(status: number): number {
  console.log(USAGE);
  return status;
}

async function bench(): Promise<number> {
  const chosen = Object.keys(MEASUREMENTS).filter((name) => values.only.length === 0 || values.only.includes(name));
  if (
    values.only.some((name) => !chosen.includes(name)) ||
    (values.write && (values.quick || values.corpus !== undefined))
  )
    return usage(2);
  if (!existsSync(PLIMSOLL)) {
    console.error('There is no build to measure: npm run build makes it.');
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const setting: BenchSetting = {
      plimsoll: PLIMSOLL,
      standalone: existsSync(STANDALONE) ? STANDALONE : undefined,
      help: readNode([PLIMSOLL, '--help'], scratch),
      scratch,
      isQuick: values.quick,
    };
    const sections: Section[] = [];
    for (const name of chosen) {
      console.error(`measuring: ${name}`);
      const section = await MEASUREMENTS[name]?.(setting);
      if (section === undefined) continue;
      sections.push(section);
      console.log(`\n${toTerminal([section])}`);
    }
    const surroundings = {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      processors: availableParallelism(),
    };
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ ...surroundings, sections }, undefined, 2)}\n`);
    if (values.write) {
      const { node, platform, processors } = surroundings;
      writeFileSync(
        PAGE,
        replaceMeasured(
          readFileSync(PAGE, 'utf8'),
          toMarkdown(sections, `Measured with Node.js ${node.slice(1)} on ${platform}, ${processors} processors.`),
        ),
      );
    }
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

import { describe, expect, it } from 'vitest';
import { writeReport } from '../../src/library.ts';
import { lintText } from '../../src/lint/lint.ts';
import { toReported } from '../../src/outcome/run-inputs.ts';
import { type LintReport } from '../../src/report/report.ts';
import { FORMATS, type Format } from '../../src/reporters/index.ts';

async function reportOn(path: string, text: string): Promise<LintReport> {
  const result = await lintText({ path, text });
  return { inputs: [toReported(result)], texts: result.texts, notes: [], edition: '1.13' };
}

async function sizeOf(format: Format, report: LintReport): Promise<number> {
  return (await writeReport(format, report, { hasColor: false, width: 80 })).length;
}

const words = 'word '.repeat(200_000);

describe.each<readonly [string, string, string, string]>([
  ['a line', 'run.sh', 'docker run --privileged nginx run', `docker run --privileged nginx ${words}`],
  [
    'what stands before the place',
    'run.sh',
    'true run; docker run --privileged nginx',
    `true ${words}; docker run --privileged nginx`,
  ],
  [
    'a name',
    'run.sh',
    'docker run --privileged --name a nginx',
    `docker run --privileged --name ${'a'.repeat(1_000_000)} nginx`,
  ],
  [
    'a name in inspect output',
    'a.json',
    '[{"Name":"/a","HostConfig":{},"Config":{}}]',
    `[{"Name":"/${'a'.repeat(1_000_000)}","HostConfig":{},"Config":{}}]`,
  ],
  [
    'a value that is wrong',
    'run.sh',
    'docker run --memory a nginx',
    `docker run --memory ${'a'.repeat(1_000_000)} nginx`,
  ],
  ['a path', 'run.sh', 'docker run -v /etc/a:/b nginx', `docker run -v /etc/${'a'.repeat(1_000_000)}:/b nginx`],
])('%s of a million characters', (_name, path, short, long) => {
  const reports = Promise.all([long, short].map((text) => reportOn(path, text)));

  it.each(FORMATS)('does not stand whole in the %s report', async (format) => {
    const [ofLong = Infinity, ofShort = 0] = await Promise.all((await reports).map((report) => sizeOf(format, report)));
    expect(ofLong).toBeLessThan(ofShort + 20_000);
  });
});

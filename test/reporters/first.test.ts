import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { toReported } from '../../src/outcome/run-inputs.ts';
import { whatIsFirst } from '../../src/reporters/shared/first.ts';
import { createLineIndices } from '../../src/text/line-index.ts';
import { report } from './run.ts';

/** `container: words @line` for each row. */
async function rowsOf(text: string, path = 'compose.yaml'): Promise<readonly string[]> {
  const result = await lintText({ path, text });
  const report = { inputs: [toReported(result)], texts: result.texts, notes: [], edition: '1.13' } as const;
  const indexOf = createLineIndices(report.texts);
  return whatIsFirst(report, ({ severity }) => severity === 'error', indexOf).map(
    ({ name, words, brief, location }) =>
      `${name}: ${words}${words === brief ? '' : ` | ${brief}`} @${indexOf(location.path).positionOf(location.span.start).line}`,
  );
}

describe('what matters first of each container', () => {
  it('is all that fails the run, the gravest first, with what is marked where that says more', async () => {
    expect(
      await rowsOf(
        'services:\n  a:\n    image: nginx:1.27\n    pid: host\n    privileged: true\n    volumes: ["/run/docker.sock:/s"]\n  b: { image: nginx }\n',
      ),
    ).toEqual([
      "a: the engine's socket (/run/docker.sock), privileged, the host's PID namespace | the engine's socket, privileged, the host's PID namespace @6",
    ]);
  });

  it('says once what is wrong in several places, and counts what is more than three', async () => {
    const volumes = ['/', '/etc', '/boot', '/usr', '/lib'].map((source, index) => `"${source}:/m${index}"`).join(', ');
    expect(await rowsOf(`services: { a: { image: "nginx:1.27", volumes: [${volumes}] } }\n`)).toEqual([
      'a: a host system directory (/, /etc, /boot and 2 more) | a host system directory @1',
    ]);
  });

  it('leaves out what is marked where a terminal has no room for it', async () => {
    const long = 'a-folder/'.repeat(9);
    const one = (name: string): string =>
      `  ${name}: { image: "nginx:1.27", privileged: true, pid: host, volumes: ["/run/docker.sock:/s"] }\n`;
    const services = `services:\n${Array.from({ length: 60 }, (_, index) => one(`s${index}`)).join('')}`;
    const text = await report('pretty', { [`${long}compose.yaml`]: services });
    expect(text).toContain("  s0: the engine's socket, privileged, the host's PID namespace   …");
  });

  it('is all there, on further lines where one is not enough', async () => {
    const keys = 'privileged: true, pid: host, ipc: host, network_mode: host, userns_mode: host, uts: host';
    const one = (name: string): string =>
      `  ${name}: { image: "nginx:1.27", ${keys}, volumes: ["/run/docker.sock:/s", "/etc:/e"] }\n`;
    const services = `services:\n${Array.from({ length: 60 }, (_, index) => one(`service-${index}`)).join('')}`;
    const lines = (await report('pretty', { 'compose.yaml': services })).split('\n');
    expect(lines.slice(1, 5).map((line) => line.replace(/ {2,}compose/, ' @ compose'))).toEqual([
      "  service-0: the engine's socket, privileged, a host system directory, the @ compose.yaml:2:138",
      "    host's PID namespace, the host network, the host's IPC namespace, the host's user namespace, the",
      "    host's UTS namespace",
      expect.stringMatching(/^ {2}service-1: /),
    ]);
    expect(lines.length).toBeLessThan(185);
  });

  it('is the gravest where nothing fails the run, and nothing where only hardening is left', async () => {
    expect(await rowsOf('services: { a: { image: nginx } }\n')).toEqual(['a: an unpinned image @1']);
    expect(await rowsOf('services: { a: { image: "nginx:1.27" } }\n')).toEqual([]);
  });
});

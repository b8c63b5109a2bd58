import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A component of a CycloneDX document, as used here. */
interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly [key: string]: unknown;
}

interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  readonly [key: string]: unknown;
}

/** The entry modules of plimsoll's builds. */
const ENTRIES = ['src/launch/parts.ts', 'src/session/worker.ts', 'src/index.ts', 'src/launch/launch.ts'];

/**
 * A CycloneDX document of the release: the bundled packages and the executables' runtime. Throws if
 * a package is not in the lock file.
 */
export async function createSbom(root: string): Promise<Bom> {
  const all = npmSbom(root);
  const bundled = await bundledPackages(root);
  const missing = [...bundled].find((ref) => !all.components.some((component) => component['bom-ref'] === ref));
  if (missing !== undefined) throw new Error(`${missing} is in the build, and not in package-lock.json.`);
  const runtime = npmSbom(join(root, 'scripts/bun')).components.filter(({ name }) => name === 'bun');
  const components = [...all.components.filter((component) => bundled.has(component['bom-ref'])), ...runtime].map(
    asRequired,
  );
  const refs = new Set(components.map((component) => component['bom-ref']));
  const { component } = all.metadata;
  return {
    ...all,
    metadata: { ...all.metadata, component: { ...component, name: 'plimsoll', type: 'application' } },
    components,
    dependencies: [
      { ref: component['bom-ref'], dependsOn: [...refs] },
      ...all.dependencies
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
      ...runtime.map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
    ],
  };
}

/** npm considers them development dependencies, but the release contains them. */
function asRequired({ properties: _, ...component }: Component): Component {
  return { ...component, scope: 'required' };
}

function npmSbom(folder: string): Bom {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--loglevel=error'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm sbom: ${stderr}`);
  return JSON.parse(stdout) as Bom;
}

/** The packages in the build by esbuild's analysis, such as `yaml@2.9.1`. */
export async function bundledPackages(root: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    outdir: 'out',
    logLevel: 'error',
  });
  const folders = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
      const folder = /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
      return folder === undefined || bytesInOutput === 0 ? [] : [folder];
    }),
  );
  return new Set(
    Array.from(new Set(folders), (folder) => {
      const { name, version } = readManifest(join(root, folder));
      return `${name}@${version}`;
    }),
  );
}

/** The version in package.json, which names releases. */
export function readVersion(root: string): string {
  return readManifest(root).version;
}

function readManifest(folder: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceFile } from '../../src/files/file-reader.ts';
import { createSession, type Session } from '../../src/session/session.ts';
import { joinPath } from '../../src/util/paths.ts';
import { runs } from '../long.ts';
import { createMemoryFiles } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

/** Repository files that determine what runs, besides Compose projects. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  '.github/workflows/ci.yml': [
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker run --privileged -v ${{ env.X }}:/x i:1\n      - run: . scripts/env.sh; docker run $OPTS i:1\n',
    'on: push\ndefaults: {run: {working-directory: app}}\njobs:\n  a:\n    runs-on: x\n    services: {db: {image: postgres, options: --privileged}}\n    steps:\n      - run: ../scripts/run.sh\n      - run: docker compose -f compose.yaml -f prod.yaml up -d\n',
  ],
  '.gitlab-ci.yml': [
    'include: [{local: ci/jobs.yml}]\na: {extends: .base, script: ["docker run $OPTS i:1"]}\n',
    'a: {image: "i:latest", script: ["docker run --privileged i:1", "make up"]}\n',
  ],
  'ci/jobs.yml': [
    '.base: {variables: {OPTS: "--pid=host"}}\nb: {script: ["docker run --network host i:1"]}\n',
    'b: {before_script: ["docker run --ipc=host j:1"], script: ["make"]}\n',
  ],
  Makefile: [
    'include mk/vars.mk\nup:\n\tdocker run $(OPTS) $(IMAGE)\n\t./scripts/run.sh\n',
    'IMAGE ?= i:1\n-include mk/vars.mk\nup:\n\tdocker run --privileged $(IMAGE)\n\tdocker compose -f app/compose.yaml -f app/prod.yaml up -d\n',
  ],
  'mk/vars.mk': [
    'OPTS = --privileged\nIMAGE := j\n',
    'OPTS := -v /etc:/x\ndown:\n\tdocker run --pid=host $(OPTS) i:1\n',
  ],
  'scripts/run.sh': [
    '#!/bin/bash\n. "$(dirname "$0")/env.sh"\ndocker run $OPTS i:1\n',
    '#!/bin/bash\nset -e\nsource ./env.sh\nup() { docker run --privileged "$1"; }\nup "$IMAGE"\n',
    '#!/bin/bash\ncd "$(dirname "$0")/../app"\ndocker compose -f compose.yaml -f prod.yaml up -d\ndocker build -t own . && docker run own\n',
  ],
  'scripts/env.sh': [
    'OPTS="--privileged -v $HOME/.ssh:/x"\nIMAGE=j:latest\n',
    'IMAGE=j:1\nhelp() { docker run --pid=host "$IMAGE" help; }\n',
  ],
  'app/compose.yaml': [
    'services:\n  web: {build: ., privileged: true}\n  db: {image: "i:1"}\n',
    'services:\n  web: {build: {context: ., dockerfile: Dockerfile}, image: own, volumes: ["/etc:/x"]}\n',
  ],
  'app/prod.yaml': ['services: {web: {pid: host}, extra: {image: "i:2", ipc: host}}\n'],
  'app/Dockerfile': [
    'FROM debian:12\nUSER app\nHEALTHCHECK CMD true\n',
    'FROM debian\nENV PASSWORD=x\nEXPOSE 22\nCMD ["/usr/sbin/sshd", "-D"]\n',
  ],
  '.devcontainer/devcontainer.json': [
    '{"dockerComposeFile": ["../app/compose.yaml", "extra.yml"], "service": "web", "runServices": ["db"], "privileged": true}',
    '{"image": "i:1", "runArgs": ["--network=host"], "mounts": ["source=/,target=/x,type=bind"]}',
    '{"build": {"dockerfile": "../app/Dockerfile"}, "capAdd": ["SYS_PTRACE"]}',
  ],
  '.devcontainer/extra.yml': ['services: {web: {pid: host}}\n'],
  'units/web.container': [
    '[Container]\nImage=i:1\nPod=app.pod\nNetwork=host\n',
    '[Container]\nImage=own.build\nVolume=data.volume:/x\nPodmanArgs=--privileged\n',
  ],
  'units/web.container.d/10.conf': [
    '[Container]\nReadOnly=true\nAddCapability=SYS_ADMIN\n',
    '[Container]\nImage=j:latest\n',
  ],
  'units/container.d/all.conf': ['[Container]\nNoNewPrivileges=true\n'],
  'units/app.pod': ['[Pod]\nPublishPort=8080:80\nPodmanArgs=--pid=host\n'],
  'units/app.pod.d/10.conf': ['[Pod]\nPublishPort=22:22\n'],
  'units/data.volume': ['[Volume]\nDevice=/etc\nOptions=bind\nType=none\n'],
  'units/own.build': ['[Build]\nImageTag=own\nFile=../app/Dockerfile\n'],
  'units/web.service': ['[Service]\nExecStart=/usr/bin/docker run --privileged i:1\n'],
  'units/web.service.d/10.conf': ['[Service]\nExecStart=\nExecStart=/usr/bin/docker run --pid=host i:1\n'],
};

const tree = fc
  .tuple(
    ...Object.entries(TEXTS).map(([name, possible]) =>
      fc.option(fc.constantFrom(...possible), { freq: 3 }).map((text) => [name, text] as const),
    ),
  )
  .map(
    (files): Tree =>
      Object.fromEntries(files.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const]))),
  );

function open(files: Tree, workingDirectory: string, documents: readonly SourceFile[] = []): Session {
  const absolute = Object.entries(files).map(([path, text]): [string, string] => [joinPath('/project', path), text]);
  return createSession({
    files: createMemoryFiles({ '/project/.git/HEAD': '', ...Object.fromEntries(absolute) }, workingDirectory),
    documents,
    preset: 'all',
    today: '2026-11-24',
  });
}

/** The verdicts for each container, exec and build. */
async function verdictsFrom(session: Session, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { workingDirectory } = session.files;
  const request = { paths };
  const { inputs } = await session.run(request, session.find(request));
  const found = new Map<string, string[]>();
  for (const { project, input } of inputs)
    for (const { kind, name, location, verdicts } of input.subjects) {
      const [at, ...files] = [location.path, ...project].map((path) => joinPath(workingDirectory, path));
      const key = `${files.join('+')}: ${kind} ${name} in ${at ?? ''} at ${location.span.start}`;
      found.set(key, [...(found.get(key) ?? []), JSON.stringify([...verdicts])]);
    }
  return new Map([...found].map(([key, verdicts]) => [key, verdicts.toSorted().join('\n')]));
}

test('whatever names a workflow, a Makefile, a unit, a dev container or a script, the verdict on a container is the same', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const known = new Map<string, string>();
      for (const [workingDirectory, path, stdin] of [
        ['/project', '.'],
        ['/', 'project'],
        ['/project/app', '/project'],
        ['/project', '**/*'],
        ...['app', 'units', 'scripts', '.devcontainer', '.github'].flatMap((folder) => [
          ['/project', folder],
          [`/project/${folder}`, '.'],
        ]),
        ...Object.keys(files).flatMap((one) => [
          ['/project', one],
          // From standard input, under the file's name.
          ['/project', one, files[one] ?? ''],
          ['/project/app', `/project/${one}`],
          ['/', `project/${one}`],
          ['/elsewhere', `../project/${one}`],
        ]),
      ] as const) {
        const session =
          stdin === undefined
            ? open(files, workingDirectory)
            : open({ ...files, [path]: '' }, workingDirectory, [{ path, text: stdin }]);
        for (const [key, verdicts] of await verdictsFrom(session, [path])) {
          expect([workingDirectory, path, key, verdicts]).toEqual([
            workingDirectory,
            path,
            key,
            known.get(key) ?? verdicts,
          ]);
          known.set(key, verdicts);
        }
      }
    }),
    { numRuns: runs(5) },
  );
});

test('a container that is found in a file of a repository is found where the file is named', async () => {
  const found = async (files: Tree, paths: readonly string[]): Promise<ReadonlySet<string>> => {
    const { inputs } = await open(files, '/project').lint({ paths });
    return new Set(
      inputs.flatMap(({ subjects }) =>
        subjects.map(({ kind, name, location }) => `${location.path}: ${kind} ${name} at ${location.span.start}`),
      ),
    );
  };
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const whole = await found(files, ['.']);
      for (const path of Object.keys(files)) {
        const named = await found(files, [path]);
        const own = [...whole].filter((one) => one.startsWith(`${path}: `));
        expect([path, own.filter((one) => !named.has(one))]).toEqual([path, []]);
      }
    }),
    { numRuns: runs(10) },
  );
});

test('what several read in is reported once', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const { inputs } = await open(files, '/project').lint({ paths: ['.'] });
      const said = inputs.flatMap(({ findings }) =>
        findings.map(({ rule, location: { path, span }, message }) =>
          JSON.stringify([rule, path, span.start, span.end, message.what]),
        ),
      );
      expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
    }),
    { numRuns: runs(10) },
  );
});

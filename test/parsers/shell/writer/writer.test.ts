import { describe, expect, test } from 'vitest';
import { parse, possibleChanges, tryChange } from './model-changes.ts';

/**
 * A change (`kind field`) of the first subject that allows it, the lines before, and after, or the
 * reason of the rejection.
 */
type Case = readonly [change: string, before: string, after: string];

const ADDED: readonly Case[] = [
  ['set readonlyRootfs', 'docker run nginx', 'docker run --read-only nginx'],
  ['set memory', 'docker run -d nginx', 'docker run --memory 768m -d nginx'],
  ['set memory', 'docker run --name=a --cpus=2 nginx', 'docker run --memory=768m --name=a --cpus=2 nginx'],
  ['set pidsLimit', 'sudo podman container create nginx', 'sudo podman container create --pids-limit 201 nginx'],
  ['set nanoCpus', "sh -c 'docker run nginx'", "sh -c 'docker run --cpus 1.5 nginx'"],
  ['set nanoCpus', 'ssh host "sudo docker run \\"$X\\""', 'ssh host "sudo docker run --cpus 1.5 \\"$X\\""'],
  ['set restartPolicy', 'id=$(docker "run" nginx)', 'id=$(docker "run" --restart on-failure:7 nginx)'],
  ['add capDrop', 'bash <<EOF\ndocker run nginx\nEOF', 'bash <<EOF\ndocker run --cap-drop CHOWN nginx\nEOF'],
  ['add tmpfs', 'docker run \\\n  -d \\\n  nginx', 'docker run \\\n  --tmpfs /tmp/new \\\n  -d \\\n  nginx'],
  ['add tmpfs', 'docker run \\\n    nginx', 'docker run \\\n    --tmpfs /tmp/new \\\n    nginx'],
  ['add tmpfs', 'docker run -d \\\n\t-i \\\n\tnginx', 'docker run -d \\\n\t--tmpfs /tmp/new \\\n\t-i \\\n\tnginx'],
  ['add tmpfs', 'docker run -d \\\n  nginx', 'docker run --tmpfs /tmp/new -d \\\n  nginx'],
  ['add tmpfs', 'docker run \\\r\n  -d nginx\r\n', 'docker run \\\r\n  --tmpfs /tmp/new \\\r\n  -d nginx\r\n'],
  [
    'set readonlyRootfs',
    'docker run  \\\n  "${OPTS[@]}"  \\\n  nginx',
    'docker run  \\\n  --read-only  \\\n  "${OPTS[@]}"  \\\n  nginx',
  ],
  ['set readonlyRootfs', 'd() { docker "$@"; }\nd run -d nginx', 'd() { docker "$@"; }\nd run --read-only -d nginx'],
  ['set readonlyRootfs', 'd() { docker run "$@"; }\nd -i x', 'd() { docker run --read-only "$@"; }\nd -i x'],
  ['set readonlyRootfs', 'RUN="docker run --rm"\n$RUN nginx', 'RUN="docker run --read-only --rm"\n$RUN nginx'],
  [
    'set readonlyRootfs',
    'ARGS=(\n  run # it\n  -d\n)\ndocker "${ARGS[@]}" x',
    'ARGS=(\n  run\n  --read-only # it\n  -d\n)\ndocker "${ARGS[@]}" x',
  ],
  ['set memory', 'docker run \\\n  nginx \\', 'docker run \\\n  --memory 768m \\\n  nginx \\'],
  ['add tmpfs', 'docker-compose run web', 'form'],
  ['set readonlyRootfs', 'docker run --read-only=false x', 'docker run --read-only=true x'],
];

const REPLACED: readonly Case[] = [
  ['set memory', 'docker run --memory 0 x', 'docker run --memory 768m x'],
  ['set memory', 'docker run -m0 x', 'docker run -m768m x'],
  ['set memory', 'docker run -itm 0 x', 'docker run -itm 768m x'],
  ['set memory', 'docker run --memory="0" x', 'docker run --memory="768m" x'],
  ['set memory', "docker run '--memory=0' x", "docker run '--memory=768m' x"],
  ['set memory', 'M=0\ndocker run -m "$M" x', 'M=768m\ndocker run -m "$M" x'],
  ['set memory', 'N=0\ndocker run -m "${N}m" x', 'N=0\ndocker run -m "768m" x'],
  ['set restartPolicy', 'docker run --restart always x', 'docker run --restart on-failure:7 x'],
  [
    'set restartPolicy',
    'O=(--restart "always")\ndocker run "${O[@]}" x',
    'O=(--restart "on-failure:7")\ndocker run "${O[@]}" x',
  ],
  ['set restartPolicy', "O='--restart=always -d'\ndocker run $O x", "O='--restart=on-failure:7 -d'\ndocker run $O x"],
  [
    'replace securityOpt',
    'docker run --security-opt "no-new-privileges=false" x',
    'docker run --security-opt "no-new-privileges:true" x',
  ],
  ['set-in portBindings', 'docker run -p 80:80 x', 'docker run -p 127.0.0.9:80:80 x'],
  ['set-in portBindings', 'docker run -p 80 x', 'docker run -p 127.0.0.9::80 x'],
  [
    'set-in portBindings',
    'docker run -dp"8000-8010:8000-8010/udp" x',
    'docker run -dp"127.0.0.9:8000-8010:8000-8010/udp" x',
  ],
  ['set-in portBindings', 'docker run --publish=0.0.0.0:80:80 x', 'docker run --publish=127.0.0.9:80:80 x'],
  ['set-in portBindings', "docker run -p '[::]:80:80' x", "docker run -p '127.0.0.9:80:80' x"],
  ['set-in portBindings', 'docker run -p [::]:80:80 x', 'docker run -p 127.0.0.9:80:80 x'],
  ['set-in portBindings', 'P=80\ndocker run -p "$P:80" x', 'P=80\ndocker run -p "127.0.0.9:$P:80" x'],
  ['set-in portBindings', 'P=80:80\ndocker run -p $P x', 'P=80:80\ndocker run -p 127.0.0.9:$P x'],
  ['set-in portBindings', 'A=0.0.0.0\ndocker run -p $A:1:1 x', 'A=127.0.0.9\ndocker run -p $A:1:1 x'],
  ['set-in portBindings', 'O=(-p 80:80)\ndocker run "${O[@]}" x', 'O=(-p 127.0.0.9:80:80)\ndocker run "${O[@]}" x'],
  ['set-in portBindings', 'docker run -p published=80,target=80 x', 'form'],
  ['set-in binds', 'docker run -v /a:/b x', 'docker run -v /a:/b:ro x'],
  ['set-in binds', 'docker run -v/a:/b:z x', 'docker run -v/a:/b:z,ro x'],
  ['set-in binds', 'docker run -v "/a:/b:rw,z" x', 'docker run -v "/a:/b:ro,z" x'],
  ['set-in binds', 'docker run -v "$PWD":/b x', 'docker run -v "$PWD":/b:ro x'],
  ['set-in binds', 'docker run -v "/a b:$T" x', 'docker run -v "/a b:$T:ro" x'],
  ['set-in binds', '#!/bin/zsh\ndocker run -v "/a:$T" x', '#!/bin/zsh\ndocker run -v "/a:${T}:ro" x'],
  ['set-in binds', '#!/bin/zsh\ndocker run -v "$T:/a" x', '#!/bin/zsh\ndocker run -v "$T:/a:ro" x'],
  [
    'set-in mounts',
    'docker run --mount type=bind,src=/a,dst=/b x',
    'docker run --mount type=bind,src=/a,dst=/b,readonly x',
  ],
  [
    'set-in mounts',
    'docker run --mount \'type=bind,"src=/a",dst=/b\' x',
    'docker run --mount \'type=bind,"src=/a",dst=/b,readonly\' x',
  ],
  ['set-in devices', 'docker run --device /dev/x x', 'docker run --device /dev/x:r x'],
  ['set-in devices', 'docker run --device=/dev/x:/dev/x:rwm x', 'docker run --device=/dev/x:/dev/x:r x'],
  ['set-in devices', 'docker run --device /dev/x:rw x', 'docker run --device /dev/x:r x'],
];

const REMOVED: readonly Case[] = [
  ['remove privileged', 'docker run --privileged -d x', 'docker run -d x'],
  ['remove privileged', 'docker run "--privileged=true" x', 'docker run x'],
  ['remove privileged', 'docker run -d \\\n  --privileged \\\n  x', 'docker run -d \\\n  x'],
  ['remove privileged', 'docker run -d \\\n  --privileged x', 'docker run -d \\\n  x'],
  ['remove privileged', 'docker run -d \\\r\n  --privileged \\\r\n  x\r\n', 'docker run -d \\\r\n  x\r\n'],
  ['remove privileged', 'O=(--privileged -d)\ndocker run "${O[@]}" x', 'O=(-d)\ndocker run "${O[@]}" x'],
  ['remove privileged', 'O=(--privileged)\ndocker run "${O[@]}" x', 'O=()\ndocker run "${O[@]}" x'],
  ['remove privileged', 'O=(\n  -d\n  --privileged\n)\ndocker run "${O[@]}" x', 'O=(\n  -d\n)\ndocker run "${O[@]}" x'],
  [
    'remove privileged',
    'O=(\n  --privileged # all of it\n  -d\n)\ndocker run "${O[@]}" x',
    'O=(\n  # all of it\n  -d\n)\ndocker run "${O[@]}" x',
  ],
  ['remove privileged', 'O="--privileged -d"\ndocker run $O x', 'O="-d"\ndocker run $O x'],
  ['remove privileged', 'O="-d"\nO+=" --privileged"\ndocker run $O x', 'O="-d"\nO+=""\ndocker run $O x'],
  ['remove privileged', 'O=--privileged\ndocker run $O x', 'O=\ndocker run $O x'],
  ['remove privileged', 'O="-d \\\n  --privileged"\ndocker run $O x', 'O="-d"\ndocker run $O x'],
  ['remove privileged', 'O="\n--privileged\n-d\n"\ndocker run $O x', 'O="\n-d\n"\ndocker run $O x'],
  ['remove privileged', "bash -c 'docker run --privileged x'", "bash -c 'docker run x'"],
  ['remove privileged', 'set -- --privileged x\ndocker run "$@"', 'set -- x\ndocker run "$@"'],
  ['remove pidMode', 'docker run --pid=host x', 'docker run x'],
  ['remove pidMode', 'docker run --pid host x', 'docker run x'],
  ['remove pidMode', 'docker run --pid "host" x', 'docker run x'],
  ['remove pidMode', 'docker run \\\n  --pid \\\n  host \\\n  x', 'docker run \\\n  x'],
  ['remove pidMode', 'P=host\ndocker run --pid $P x', 'P=host\ndocker run x'],
  ['remove pidMode', 'f() { docker run --pid "$1" x; }\nf host', 'f() { docker run x; }\nf host'],
  ['remove publishAllPorts', 'docker run -P x', 'docker run x'],
  ['remove publishAllPorts', 'docker run -itP x', 'docker run -it x'],
  ['remove publishAllPorts', 'docker run -Pit x', 'docker run -it x'],
  ['remove publishAllPorts', 'docker run "-dPi" x', 'docker run "-di" x'],
  ['remove publishAllPorts', 'docker run -PdP --rm -P x', 'docker run -d --rm x'],
  ['remove pidMode', 'docker run --pid host -d --pid=host x', 'docker run -d x'],
  ['remove user', 'docker exec -u root web sh', 'docker exec web sh'],
  ['remove user', 'docker exec -itu root web sh', 'docker exec -it web sh'],
  ['remove user', 'docker exec -ituroot web sh', 'docker exec -it web sh'],
  ['remove user', 'docker compose exec --user=root web sh', 'docker compose exec web sh'],
  ['remove privileged', 'docker exec --privileged web sh', 'docker exec web sh'],
  ['remove capAdd', 'docker run --cap-add ALL --cap-add=X x', 'docker run --cap-add=X x'],
  ['remove capAdd', 'podman run --cap-add A,B x', 'podman run --cap-add B x'],
  ['remove capAdd', 'docker run --cap-add={A,B} x', 'variable'],
  ['remove networkMode', 'docker run --net host x', 'docker run x'],
  ['remove networkMode', 'docker run --network name=host x', 'docker run x'],
  ['remove binds', 'docker run -v /a:/b:shared x', 'docker run -v /a:/b x'],
  ['remove binds', 'docker run -v /a:/b:shared,z x', 'docker run -v /a:/b:z x'],
  ['remove ulimits', 'docker run --ulimit nofile=9 x; echo', 'docker run x; echo'],
  ['remove privileged', 'O=${O:---privileged}\ndocker run $O x', 'variable'],
];

/** The script after the first change of this kind, or the rejection. */
function after(wanted: string, before: string): string {
  const parsed = parse(before);
  const asked = possibleChanges(parsed).find(({ change }) => `${change.kind} ${change.field}` === wanted);
  if (asked === undefined) return 'no such change';
  const tried = tryChange(parsed, before, asked);
  return tried.kind === 'refused' ? tried.reason : `${tried.kind === 'holds' ? '' : `${tried.kind}:\n`}${tried.text}`;
}

describe('a change of the model is written into a command line', () => {
  test.each(ADDED)('%s: %j', (change, before, expected) => {
    expect(after(change, before)).toBe(expected);
  });

  test.each(REPLACED)('%s: %j', (change, before, expected) => {
    expect(after(change, before)).toBe(expected);
  });

  test.each(REMOVED)('%s: %j', (change, before, expected) => {
    expect(after(change, before)).toBe(expected);
  });
});

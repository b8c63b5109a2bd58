import { describe, expect, it } from 'vitest';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import type { Verdict } from '../../src/findings/evaluate.ts';
import { lintText } from '../../src/lint/lint.ts';
import { RULES } from '../../src/rules/index.ts';
import { cisItemOf } from '../../src/rules/references.ts';
import { isJsonObject } from '../engine/json.ts';
import { subjectsIn } from '../subjects-in.ts';

/** The number of a recommendation in the benchmark's section on running containers. */
type Item = number;

/**
 * Every command in the benchmark that starts a container or an exec: the expected verdict of its
 * recommendation, and the marked text. Where the recommendation asks for the option, the example
 * passes.
 */
const SHOWN: readonly (readonly [Item, command: string, Verdict, ...marked: string[]])[] = [
  [1, 'docker run --interactive --tty --security-opt="apparmor:PROFILENAME" centos /bin/bash', 'pass'],
  [2, 'docker run --interactive --tty --security-opt label=level:TopSecret centos /bin/bash', 'pass'],
  [
    3,
    'docker run --interactive --tty --cap-add={"NET_ADMIN","SYS_ADMIN"} centos:latest /bin/bash',
    'fail',
    'NET_ADMIN',
    'SYS_ADMIN',
  ],
  // Missing hardening isn't reported for interactive shells.
  [3, 'docker run --interactive --tty --cap-drop={"SETUID","SETGID"} centos:latest /bin/bash', 'not-applicable'],
  [
    3,
    'docker run --interactive --tty --cap-drop=all --cap-add={"NET_ADMIN","SYS_ADMIN"} centos:latest /bin/bash',
    'fail',
    'NET_ADMIN',
    'SYS_ADMIN',
  ],
  [4, 'docker run --interactive --tty --privileged centos /bin/bash', 'fail', '--privileged'],
  // Without quotes, the variable can also expand to options.
  [6, 'docker exec $INSTANCE_ID ps -el', 'undecided'],
  [6, 'docker exec --interactive --tty $INSTANCE_ID sh', 'undecided'],
  [8, 'docker run --interactive --tty --publish 5000 --publish 5001 --publish 5002 centos /bin/bash', 'pass'],
  [10, 'docker run --interactive --tty --memory 256m centos /bin/bash', 'pass'],
  [11, 'docker run --interactive --tty --cpu-shares 512 centos /bin/bash', 'pass'],
  [12, 'docker run --interactive --tty --read-only --volume /centdata centos /bin/bash', 'pass'],
  [13, 'docker run --detach --publish 10.2.3.4:49153:80 nginx', 'pass'],
  [14, 'docker run --detach --restart=on-failure:5 nginx', 'pass'],
  [15, 'docker run --interactive --tty --pid=host centos /bin/bash', 'fail', 'host'],
  [15, 'docker run --pid=host rhel7 strace -p 1234', 'fail', 'host'],
  [16, 'docker run --interactive --tty --ipc=host centos /bin/bash', 'fail', 'host'],
  [16, 'docker run --interactive --tty --ipc=container:e3a7a1a97c58 centos /bin/bash', 'pass'],
  [
    17,
    'docker run --interactive --tty --device=/dev/tty0:/dev/tty0:rwm --device=/dev/temp_sda:/dev/temp_sda:rwm centos bash',
    'fail',
    '/dev/tty0:/dev/tty0:rwm',
    '/dev/temp_sda:/dev/temp_sda:rwm',
  ],
  [
    17,
    'docker run --interactive --tty --device=/dev/tty0:/dev/tty0:rw --device=/dev/temp_sda:/dev/temp_sda:r centos bash',
    'fail',
    '/dev/tty0:/dev/tty0:rw',
    '/dev/temp_sda:/dev/temp_sda:r',
  ],
  [18, 'docker run --ulimit nofile=1024:1024 --interactive --tty centos /bin/bash', 'fail', 'nofile=1024:1024'],
  [19, 'docker run --volume=/hostPath:/containerPath:shared centos /bin/bash', 'fail', 'shared'],
  [20, 'docker run --rm --interactive --tty --uts=host rhel7.2', 'fail', 'host'],
  [25, 'docker run --rm -it --security-opt=no-new-privileges ubuntu bash', 'pass'],
  [26, "docker run -d --health-cmd='stat /etc/passwd || exit 1' nginx", 'pass'],
  [28, 'docker run -it --pids-limit 100 centos', 'pass'],
  // Only the address is marked, which all hosts can reach.
  [7, 'docker run -p 80:80 nginx', 'fail'],
  [8, 'docker run -P nginx', 'fail', '-P'],
  [8, 'docker run --publish-all nginx', 'fail', '--publish-all'],
  [9, 'docker run --net=host nginx', 'fail', 'host'],
  [13, 'docker run --publish 49153:80 nginx', 'fail', '49153:80'],
  [14, 'docker run --restart=always nginx', 'fail', 'always'],
  [21, 'docker run --security-opt=seccomp:unconfined nginx', 'fail', 'seccomp:unconfined'],
  [22, 'docker exec --privileged $INSTANCE_ID sh', 'fail', '--privileged'],
  [23, 'docker exec --user=root $INSTANCE_ID sh', 'fail', 'root'],
  [24, 'docker run --cgroup-parent=other nginx', 'fail', 'other'],
  [30, 'docker run --userns=host nginx', 'fail', 'host'],
  [31, 'docker run -v /var/run/docker.sock:/var/run/docker.sock nginx', 'fail', '/var/run/docker.sock'],
];

/** Commands with placeholders, as pages show them, with the expected verdict. */
const TEMPLATES: readonly (readonly [Item, options: string, Verdict])[] = [
  [3, '--cap-add={"Capability 1","Capability 2"} <Run arguments>', 'fail'],
  [3, '--cap-drop={"Capability 1","Capability 2"} <Run arguments>', 'fail'],
  [3, '--cap-drop=all --cap-add={"Capability 1","Capability 2"} <Run arguments>', 'fail'],
  [10, '<Run arguments> --memory <memory-size>', 'undecided'],
  [11, '<Run arguments> --cpu-shares <CPU shares>', 'undecided'],
  [12, '<Run arguments> --read-only -v <writable-volume>', 'undecided'],
  [14, '<Run arguments> --restart=on-failure:5', 'undecided'],
  [16, '<Run arguments> --ipc=container:$INSTANCE_ID', 'undecided'],
  [19, '<Run arguments> --volume=/hostPath:/containerPath:shared', 'fail'],
  [25, '<run-options> --security-opt=no-new-privileges', 'undecided'],
  [28, '-it --pids-limit 100', 'pass'],
];

/** The value that the audit commands above print, by their template path. */
const AUDITED: readonly (readonly [Item, path: string, values: readonly unknown[]])[] = [
  [1, 'HostConfig.SecurityOpt', [['apparmor:PROFILENAME']]],
  [2, 'HostConfig.SecurityOpt', [['label=level:TopSecret']]],
  [3, 'HostConfig.CapAdd', [['CAP_NET_ADMIN', 'CAP_SYS_ADMIN'], undefined, ['CAP_NET_ADMIN', 'CAP_SYS_ADMIN']]],
  [3, 'HostConfig.CapDrop', [undefined, ['CAP_SETGID', 'CAP_SETUID'], ['ALL']]],
  [4, 'HostConfig.Privileged', [true]],
  [10, 'HostConfig.Memory', [256 * 1024 * 1024]],
  [11, 'HostConfig.CpuShares', [512]],
  [12, 'HostConfig.ReadonlyRootfs', [true]],
  [14, 'HostConfig.RestartPolicy', [{ Name: 'on-failure', MaximumRetryCount: 5 }, { Name: 'always' }]],
  [15, 'HostConfig.PidMode', ['host', 'host']],
  [16, 'HostConfig.IpcMode', ['host', 'container:e3a7a1a97c58']],
  [18, 'HostConfig.Ulimits', [[{ Name: 'nofile', Soft: 1024, Hard: 1024 }]]],
  [20, 'HostConfig.UTSMode', ['host']],
  [21, 'HostConfig.SecurityOpt', [['seccomp:unconfined']]],
  [24, 'HostConfig.CgroupParent', ['other']],
  [25, 'HostConfig.SecurityOpt', [['no-new-privileges']]],
  [28, 'HostConfig.PidsLimit', [100]],
  [30, 'HostConfig.UsernsMode', ['host']],
  [31, 'HostConfig.Binds', [['/var/run/docker.sock:/var/run/docker.sock']]],
];

const INSPECT = (format: string, options = '--quiet --all'): string =>
  `docker ps ${options} | xargs docker inspect --format '{{ .Id }}: ${format}'`;

/** Audit commands and others that start nothing. */
const STARTS_NOTHING: readonly string[] = [
  INSPECT('AppArmorProfile={{.AppArmorProfile }}'),
  INSPECT('SecurityOpt={{.HostConfig.SecurityOpt }}'),
  'docker daemon --selinux-enabled',
  INSPECT('CapAdd={{.HostConfig.CapAdd }} CapDrop={{ .HostConfig.CapDrop }}'),
  INSPECT('Privileged={{.HostConfig.Privileged }}'),
  INSPECT('Volumes={{ .Mounts}}'),
  'docker ps --quiet',
  'docker attach $INSTANCE_ID',
  INSPECT('Ports={{.NetworkSettings.Ports }}', '--quiet'),
  INSPECT('NetworkMode={{.HostConfig.NetworkMode }}'),
  INSPECT('Memory={{.HostConfig.Memory }}'),
  "docker inspect --format='{{.Config.Memory}}' 7c5a2d4c7fe0",
  INSPECT('CpuShares={{.HostConfig.CpuShares }}'),
  'docker ps; cat cpu.shares',
  INSPECT('ReadonlyRootfs={{.HostConfig.ReadonlyRootfs }}'),
  'docker diff $INSTANCE_ID',
  INSPECT(
    'RestartPolicyName={{ .HostConfig.RestartPolicy.Name }} MaximumRetryCount={{.HostConfig.RestartPolicy.MaximumRetryCount }}',
  ),
  INSPECT('PidMode={{.HostConfig.PidMode }}'),
  INSPECT('IpcMode={{.HostConfig.IpcMode }}'),
  INSPECT('Devices={{.HostConfig.Devices }}'),
  INSPECT('Ulimits={{.HostConfig.Ulimits }}'),
  INSPECT('Propagation={{range $mnt := .Mounts}} {{json $mnt.Propagation}} {{end}}'),
  INSPECT('UTSMode={{.HostConfig.UTSMode }}'),
  'ausearch -k docker | grep exec | grep privileged',
  'ausearch -k docker | grep exec | grep user',
  INSPECT('CgroupParent={{.HostConfig.CgroupParent }}'),
  INSPECT('Health={{.State.Health.Status }}', '--quiet'),
  'docker pull',
  INSPECT('PidsLimit={{.HostConfig.PidsLimit }}'),
  "docker network ls --quiet | xargs xargs docker network inspect --format '{{ .Name }}:{{ .Options }}'",
  INSPECT('UsernsMode={{ .HostConfig.UsernsMode }}'),
  `${INSPECT('Volumes={{ .Mounts}}')} | grep docker.sock`,
];

/** The rule for a recommendation; for 5.23, the one about exec commands. */
function ruleOf(item: Item): string {
  const rule = RULES.find((each) => cisItemOf(each)?.item === item);
  if (rule === undefined) throw new Error(`no rule for 5.${item}`);
  return rule.id;
}

describe('a command that the benchmark shows', () => {
  it.each(SHOWN.map(([item, command, verdict, ...marked]) => ({ item, command, verdict, marked })))(
    '5.$item $command: $verdict',
    async ({ item, command, verdict, marked }) => {
      const rule = ruleOf(item);
      const { subjects, findings } = await lintText({ path: 'run.sh', text: `${command}\n` });
      expect(subjects.map(({ verdicts }) => verdicts.get(rule))).toEqual([verdict]);
      const own = findings.filter((finding) => finding.rule === rule);
      expect(
        own.map(({ location: { span } }) => command.slice(span.start, span.end)),
        'what is marked',
      ).toEqual(marked);
      expect(findings.filter((finding) => finding.rule.startsWith('syntax/'))).toEqual([]);
    },
  );

  it.each(TEMPLATES)('5.%i docker run %s: %s', async (item, options, verdict) => {
    const text = `\`\`\`console\n$ docker run ${options} <Container Image Name or ID> <Command>\n\`\`\`\n`;
    const { subjects, findings } = await lintText({ path: 'page.md', text });
    expect(subjects.map(({ verdicts }) => verdicts.get(ruleOf(item)))).toEqual([verdict]);
    expect(findings.filter((finding) => finding.rule.startsWith('syntax/'))).toEqual([]);
  });

  it.each(STARTS_NOTHING)('%s starts nothing', async (command) => {
    const { subjects, findings, undecided } = await lintText({ path: 'audit.sh', text: `${command}\n` });
    expect([subjects, findings, undecided]).toEqual([[], [], []]);
  });
});

describe('what an audit prints of the containers that the examples start', () => {
  it.each(AUDITED)('5.%i .%s', async (item, path, values) => {
    const commands = SHOWN.filter(([of]) => of === item).map(([, command]) => command);
    const subjects = await subjectsIn({ path: 'run.sh', text: `${commands.join('\n')}\n` });
    const containers = subjects.filter((subject) => subject.kind === 'container');
    expect(containers.map((container) => valueAt(toEngineJson(container, {}), path.split('.')))).toEqual(values);
  });
});

function valueAt(json: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return json;
  return isJsonObject(json) ? valueAt(json[key], rest) : undefined;
}

it('the table has an example of every item that is about the options of a container or of an exec command', () => {
  const shown = new Set(SHOWN.map(([item]) => item));
  // The benchmark describes mounted directories, moving tags and the default network without a
  // command.
  expect(RULES.flatMap((rule) => cisItemOf(rule)?.item ?? []).filter((item) => !shown.has(item))).toEqual([5, 27, 29]);
});

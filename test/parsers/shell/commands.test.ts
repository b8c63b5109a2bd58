import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('commands are found', () => {
  it.each([
    'docker run x | cat',
    'cat f | docker run x',
    'a; docker run x & b',
    '! docker run x',
    'a && docker run x || b',
    'if docker run x; then :; fi',
    'if a; then :; elif docker run x; then :; fi',
    'while a; do docker run x; done',
    'case a in b) docker run x;; esac',
    'case $(docker run x) in b) ;; esac',
    '{ docker run x; } > f',
    '(docker run x)',
    'coproc docker run x',
    'X=$(docker run x)',
    'export X=`docker run x`',
    'a=($(docker run x))',
    'echo "a $(docker run x) b"',
    'echo "${X:-$(docker run x)}"',
    'echo $((1 + $(docker run x)))',
    '[[ -n $(docker run x) ]]',
    'for i in $(docker run x); do :; done',
    'diff <(docker run x) f',
    'a > >(docker run x)',
    'cat <<EOF\n$(docker run x)\nEOF',
    'echo `echo \\`docker run x\\``',
    'echo "`docker run \\"x\\"`"',
    'X=1 docker run x',
    '> f docker run x',
    'trap "docker run x" EXIT',
    '@test "a name" {\n  run docker run x\n}',
    '$ docker run x',
  ])('%s', (script) => {
    expect(commandsOf(script)).toEqual(['docker run x']);
  });
});

describe('commands are not found', () => {
  it.each([
    '# docker run x',
    'echo docker run x',
    'printf "docker run x"',
    'X="docker run x"',
    'X="docker run x"; echo "$X"',
    'cat <<EOF\ndocker run x\nEOF',
    "cat <<'EOF'\n$(docker run x)\nEOF",
    "echo '$(docker run x)'",
    'command -v docker run',
    'type docker run x',
    'mydocker run x',
    'docker-machine ls',
    'log "docker run x"',
    'exit; docker run x',
    'return 0\ndocker run x',
    'exec bash\ndocker run x',
    'bash script.sh docker run x',
    'git commit -m "docker run x"',
    'git add -- docker run x',
    'echo -- docker run x',
    'foo -- docker x',
    'foo -- bar docker run x',
    'newgrp docker',
  ])('%s', (script) => {
    expect(commandsOf(script)).toEqual([]);
  });
});

describe('behind programs that run others', () => {
  it.each([
    'sudo docker run x',
    'sudo -u root -E --preserve-env=A docker run x',
    'sudo --user root A=b -- docker run x',
    'sudo $SUDO_OPTS docker run x',
    'doas -u root docker run x',
    'env docker run x',
    'env -i -u A --chdir /tmp A=b B= docker run x',
    'env - A=b docker run x',
    'time docker run x',
    'time -p docker run x',
    '/usr/bin/time -f %e -o f docker run x',
    'timeout 5 docker run x',
    'timeout -s KILL -k 5s 1m docker run x',
    'timeout "$T" docker run x',
    'nohup docker run x',
    'nice docker run x',
    'nice -n 10 docker run x',
    'nice -10 docker run x',
    'ionice -c 2 -n7 docker run x',
    'chrt -f 50 docker run x',
    'taskset -c 0-3 docker run x',
    'stdbuf -oL -e 0 docker run x',
    'unbuffer docker run x',
    'setsid -w docker run x',
    'setpriv --reuid 1000 --clear-groups docker run x',
    'exec docker run x',
    'exec -a name docker run x',
    'command docker run x',
    'command -p docker run x',
    'winpty docker run x',
    'chronic docker run x',
    'flock /tmp/l docker run x',
    'flock -w 5 /tmp/l docker run x',
    'nsenter -t 1 -m docker run x',
    'chroot --userspec=0:0 /mnt docker run x',
    'gosu root docker run x',
    'systemd-run --unit=a -p A=b docker run x',
    'systemd-inhibit --what=sleep docker run x',
    'strace -f -o log docker run x',
    'tini -- docker run x',
    'busybox nice docker run x',
    'watch -x docker run x',
    'script -q /dev/null docker run x',
    'sudo -n nice -n 5 env A=b timeout 5 docker run x',
    'retry 3 docker run x',
    'retry --delay 5 -- docker run x',
    'run_with_log docker run x',
    'run -0 docker run x',
    'lima docker run x',
    'newgrp docker <<EOF\ndocker run x\nEOF',
    "newgrp - docker <<'EOF'\ndocker run x\nEOF",
    "ssh h <<'EOF'\nnewgrp docker\ndocker run x\nEOF",
    'aws-vault exec prod -- docker run x',
    'doppler run -- docker run x',
    'op run --env-file a -- /usr/bin/docker run x',
    'chamber exec a b c d e f g h i -- docker run x',
  ])('%s', (script) => {
    expect(commandsOf(script)).toEqual(['docker run x']);
  });

  it.each([
    ['xargs', 'xargs -0 -n 1 docker run x', 'docker run x …xargs'],
    ['xargs with a placeholder', 'xargs -I {} docker run -v {}:/d x', 'docker run -v ⟨{}⟩:/d x'],
    [
      'xargs with another placeholder',
      'xargs -I % docker run -v /a/%:/x -e N=% --rm "img:%"',
      'docker run -v /a/⟨%⟩:/x -e N=⟨%⟩ --rm img:⟨%⟩',
    ],
    ['xargs with a word for a placeholder', 'xargs -0 -n1 -IIMG docker run --rm IMG {}', 'docker run --rm ⟨IMG⟩ {}'],
    ['xargs with a placeholder among other letters', 'xargs -0rI @ docker run @', 'docker run ⟨@⟩'],
    [
      'xargs with an old placeholder',
      'xargs -i docker run {}:1; xargs -i% docker run %:1; xargs --replace=% docker run %; xargs --replace docker run {}',
      'docker run ⟨{}⟩:1',
      'docker run ⟨%⟩:1',
      'docker run ⟨%⟩',
      'docker run ⟨{}⟩',
    ],
    ['xargs with a placeholder for all words', 'xargs -J % docker run % x', 'docker run …% x'],
    ['xargs with a placeholder in a script', 'xargs -I % sh -c "docker run --name a% x"', 'docker run --name a⟨%⟩ x'],
    ['parallel with another placeholder', 'parallel -I % docker run x % ::: a b', 'docker run x ⟨%⟩'],
    ['xargs without input', 'xargs docker run x < /dev/null', 'docker run x'],
    ['parallel', 'parallel -j 4 docker run x {} ::: a b', 'docker run x ⟨{}⟩'],
    ['find', "find . -name a -exec docker run -v {}:/d x ';' -print", 'docker run -v ⟨{}⟩:/d x'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('programs like docker', () => {
  it.each([
    ['docker-compose run x', 'docker-compose run x'],
    ['podman run x', 'podman run x'],
    ['nerdctl run x', 'nerdctl run x'],
    ['nvidia-docker run x', 'docker run x'],
    ['sudo podman-remote run x', 'podman run x'],
  ])('%s', (script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('options of a program that runs another are its own', () => {
  it.each([
    'sudo -u root docker run x',
    'sudo -uroot docker run x',
    'sudo --user=root docker run x',
    'sudo --user root docker run x',
    'sudo -nu root -- docker run x',
    'sudo -E A=b docker run x',
    'sudo - docker run x',
    'sudo $SUDO_OPTS docker run x',
    'sudo -- docker run x',
    'env -i A=b docker run x',
    'env - A=b docker run x',
    'env -u A --chdir=/ docker run x',
    'env --unset A docker run x',
    'env -- A=b docker run x',
    'doas -u root docker run x',
    'pkexec --user root docker run x',
    'gosu root docker run x',
    'chroot --userspec a:b / docker run x',
    'timeout 5 docker run x',
    'timeout -k 1 -s KILL 5 docker run x',
    'timeout --signal KILL 5 docker run x',
    'timeout --foreground 5 docker run x',
    'timeout $TIMEOUT_ARGS 5 docker run x',
    'timeout $SECONDS_LEFT docker run x',
    'nice -n5 docker run x',
    'nice -5 docker run x',
    'ionice -c2 -n 0 docker run x',
    'chrt -r 1 docker run x',
    'taskset 0x1 docker run x',
    'systemd-run --unit a -p A=b docker run x',
    'stdbuf -o L docker run x',
    'setsid -w docker run x',
    'nsenter -t 1 -m docker run x',
    'unshare -r docker run x',
    'strace -f -o f docker run x',
    'xvfb-run -a docker run x',
    'exec -a name docker run x',
    'command -p docker run x',
    'command -- docker run x',
    'busybox time docker run x',
    'sudo env A=b nice -n 5 docker run x',
    'retry 5 docker run x',
    'retry -t 5 -- docker run x',
    'log_and_run docker run x',
    'run_quietly sudo docker run x',
    'foo -- docker run x',
    'parallel docker run x',
    'wsl -d name docker run x',
    'tini -g -- docker run x',
  ])('%s', (script) => {
    const [command = ''] = commandsOf(script);
    expect(command.replace(/ …(?:parallel|xargs)$/, '')).toBe('docker run x');
  });

  it.each([
    'sudo -l docker run x',
    'sudo -nv docker run x',
    'sudo -u -l',
    'command -v docker run x',
    'command -pV docker run x',
    'ionice -p 1 docker run x',
    'taskset -p docker run x',
    'timeout docker run x',
    'gosu docker run x',
    'sudo -u docker run x',
    'sudo',
    'timeout 5',
    'env A=b',
    'nice -n docker run x',
    'foo docker run x',
    'git -- docker run x',
    'echo -- docker run x',
    'foo -- docker',
    'foo -- docker x',
  ])('%s runs none', (script) => {
    expect(commandsOf(script)).toEqual([]);
  });

  it('one with a value in the same word takes no other', () => {
    expect(commandsOf('sudo -uu docker run x; sudo --user= docker run y; timeout -sKILL 5 docker run z')).toEqual([
      'docker run x',
      'docker run y',
      'docker run z',
    ]);
  });
});

import type { Pattern } from '../../text/setting.ts';
import { flag } from '../options.ts';
import { defineSubjectRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, couldBeEmpty } from '../shared/demand.ts';
import { couldBeRoot, isRoot, knownStart } from '../shared/privileges/root.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineSubjectRule(['exec'], {
  id: 'exec-user',
  references: [{ kind: 'cis', item: 23, level: 2, isScored: true }],
  severity: 'warning',
  securitySeverity: 5.8,
  title: 'Command is run in a container as another user',
  brief: 'a command as another user',
  recommendation: "Execs run as the container's user",
  options: {
    rootOnly: flag(false, 'Report a command that runs as root only. It is on where the edition is 1.2 or later.'),
  },
  fixes: {
    remove: risky(
      'high',
      'Run it as the user of the container',
      'What only another user may do, such as writing files of root, fails.',
    ),
  },
  messages: {
    root: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root, whatever user the container has.`,
      remedy: voice.remedy({
        compose: 'Remove `user` from the hook, or do as root what it needs when the image is built.',
        docker: 'Remove the user option, or do as root what it needs when the image is built.',
      }),
    }),
    user: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as \`${user}\`, not as the container's own user.`,
      remedy: voice.remedy({
        compose: `Set the user for the whole service and leave it out here. ${KEEP}`,
        docker: `Set the user for the whole container (\`docker run --user\`) and leave it out here. ${KEEP}`,
      }),
    }),
  },
  *check(exec, { options: { rootOnly }, fail, unknownValue }) {
    const root = ask(exec.user, isRoot, couldBeRoot);
    if (root.kind === 'yes') {
      yield fail(root, 'root', {}, { severity: 'error', removes: 'user' });
      return;
    }
    if (rootOnly) {
      if (root.kind === 'no') return;
      const { setting } = root;
      if (isRoot(knownStart(setting.pattern))) yield fail(setting, 'root', {}, { severity: 'error' });
      else yield unknownValue('Whether the user is root', setting);
      return;
    }
    const answer = ask(exec.user, (user) => user !== '');
    if (answer.kind === 'yes')
      yield fail(answer, 'user', { user: quote(answer) }, { severity: 'info', removes: 'user' });
    if (answer.kind !== 'undecided') return;
    const { setting } = answer;
    const { pattern } = setting;
    if (isRoot(knownStart(pattern))) yield fail(setting, 'root', {}, { severity: 'error' });
    else if (couldBeEmpty(pattern) && !isCommandOutput(pattern)) yield unknownValue('The user', setting);
    else yield fail(setting, 'user', { user: settingText(setting) });
  },
});

/** What an edition asks for may be less safe than what is there. */
const KEEP = 'Where the container runs as root, keep it: since edition 1.2 the benchmark forbids root only.';

/** `$(id -u)`: a command that is asked for a user prints one. */
function isCommandOutput(pattern: Pattern): boolean {
  return pattern.some((part) => typeof part !== 'string' && /^(?:\$\(|`)/.test(part.unknown));
}

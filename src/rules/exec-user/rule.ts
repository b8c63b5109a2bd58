import type { Pattern } from '../../text/setting.ts';
import { flagOption } from '../options.ts';
import { defineSubjectRule } from '../rule.ts';
import { ask, couldBeEmpty } from '../shared/demand.ts';
import { couldBeRoot, isRoot, knownStart } from '../shared/privileges/root.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineSubjectRule(['exec'], {
  id: 'exec-user',
  references: [{ kind: 'cis', item: 23, level: 2, isScored: true }],
  severity: 'warning',
  securitySeverity: 5.8,
  title: 'Exec command runs as a different user',
  brief: 'an exec as a different user',
  recommendation: "Execs use the container's user",
  options: {
    rootOnly: flagOption(
      false,
      'Report only commands that run as root. On by default from version 1.2 of the benchmark.',
    ),
  },
  fixes: {
    remove: {
      risk: 'high',
      title: "Run it as the container's user",
      breaks: "Breaks commands that need the other user's permissions.",
    },
  },
  messages: {
    root: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root, regardless of the container's user.`,
      compose: 'Remove `user` from the hook, or move the work that needs root into the image build.',
      docker: 'Remove the user option, or move the work that needs root into the image build.',
    }),
    user: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as \`${user}\`, not as the container's own user.`,
      compose: `Set the user for the whole service and remove it here. ${KEEP}`,
      docker: `Set the user for the whole container (\`docker run --user\`) and remove it here. ${KEEP}`,
    }),
  },
  exempt: ({ isInOwnContainer }) => (isInOwnContainer === true ? OWN_CONTAINER : undefined),
  check({ user }, { options: { rootOnly }, judge, fail, unknownValue }) {
    const root = ask(user, isRoot, couldBeRoot);
    if (root.kind === 'yes') return fail(root, 'root', {}, { removes: 'user' });
    if (user?.known === false && isRoot(knownStart(user.pattern))) return fail(user, 'root', {});
    if (rootOnly) return judge(root, 'Whether the user is root', () => undefined);
    const answer = ask(user, (name) => name !== '');
    if (answer.kind === 'yes')
      return fail(answer, 'user', { user: quote(answer) }, { severity: 'info', removes: 'user' });
    if (answer.kind === 'no') return undefined;
    const { setting } = answer;
    return couldBeEmpty(setting.pattern) && !isCommandOutput(setting.pattern)
      ? unknownValue('The user', setting)
      : fail(setting, 'user', { user: settingText(setting) }, { severity: 'info' });
  },
});

const OWN_CONTAINER = 'The script itself starts the container and removes it.';

/** Following version 1.13 could reduce security here. */
const KEEP = 'If the container runs as root, keep this user: since version 1.2, the benchmark forbids only root.';

/** `$(id -u)`: the output of a command. */
function isCommandOutput(pattern: Pattern): boolean {
  return pattern.some((part) => typeof part !== 'string' && /^(?:\$\(|`)/.test(part.unknown));
}

import { nearestWord } from '../../util/nearest-word.ts';
import { toBash } from '../completion/bash.ts';
import { toFish } from '../completion/fish.ts';
import { type CompletionShell, type Outline, SHELLS, toOutline } from '../completion/outline.ts';
import { toPowerShell } from '../completion/powershell.ts';
import { toZsh } from '../completion/zsh.ts';
import { UsageError } from '../io.ts';
import { answerTo, VALUES_OF_OTHERS } from '../options/others.ts';
import { type CommandModule, type Commands, defineCommand, HELP_OPTION } from './command.ts';

const WRITERS: Readonly<Record<CompletionShell, (outline: Outline) => string>> = {
  bash: toBash,
  zsh: toZsh,
  fish: toFish,
  powershell: toPowerShell,
};

/** `plimsoll completion`: prints a shell completion script. `byDefault` is the default command. */
export function completionCommand(commands: Commands, byDefault: string): CommandModule {
  return defineCommand({
    help: 'Prints a shell completion script for commands, options and their values.',
    examples: [['source <(plimsoll completion bash)', 'complete words in this shell']],
    options: HELP_OPTION,
    async run(options, io) {
      const [wanted = '', ...rest] = options.operands;
      const shell = SHELLS.find((name) => name === wanted);
      if (shell === undefined || rest.length > 0) {
        const meant = (name: string): boolean => SHELLS.some((each) => each === name);
        const nearest = answerTo(wanted, VALUES_OF_OTHERS, meant) ?? nearestWord(wanted, SHELLS);
        throw new UsageError(
          `completion requires one shell: ${SHELLS.join(', ')}.${nearest === undefined || shell !== undefined ? '' : ` Did you mean ${nearest}?`}`,
        );
      }
      io.stdout.write(WRITERS[shell](await toOutline(commands, byDefault)));
      return 0;
    },
  });
}

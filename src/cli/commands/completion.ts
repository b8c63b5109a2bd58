import { nearestWord } from '../../util/nearest-word.ts';
import { toBash } from '../completion/bash.ts';
import { toFish } from '../completion/fish.ts';
import { type Outline, SHELLS, type Shell, toOutline } from '../completion/outline.ts';
import { toZsh } from '../completion/zsh.ts';
import { UsageError } from '../io.ts';
import { commandHelp, type OptionTable, parseOptions } from '../options/options.ts';
import type { CommandModule, Commands } from './command.ts';

const OPTIONS: OptionTable = { help: { alias: 'h', help: 'print this help' } };

const WRITERS: Readonly<Record<Shell, (outline: Outline) => string>> = { bash: toBash, zsh: toZsh, fish: toFish };

/** `plimsoll completion`: a script that completes `commands`, their options and the values of these. `byDefault` is the command that may be left out. */
export function completionCommand(commands: Commands, byDefault: string): CommandModule {
  return {
    OPTIONS,
    async run(argv, io) {
      const options = parseOptions(argv, OPTIONS);
      if (options.has('help')) {
        io.stdout.write(
          commandHelp(
            `completion <${SHELLS.join('|')}>`,
            'Prints a script that makes the shell complete commands, options and their values.',
            OPTIONS,
          ),
        );
        return 0;
      }
      const [wanted = '', ...rest] = options.operands;
      const shell = SHELLS.find((name) => name === wanted);
      if (shell === undefined || rest.length > 0) {
        const nearest = nearestWord(wanted, SHELLS);
        throw new UsageError(
          `completion takes one shell: ${SHELLS.join(', ')}.${nearest === undefined || shell !== undefined ? '' : ` Did you mean ${nearest}?`}`,
        );
      }
      io.stdout.write(WRITERS[shell](await toOutline(commands, byDefault)));
      return 0;
    },
  };
}

import { field, isScalar, itemsOf, type Ref } from '../../compose/tree/tree.ts';
import { type Scope, textIn } from './scope.ts';

/** Shells whose scripts are read. */
const SHELLS: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'ksh', 'sh', 'zsh']);

/**
 * Whether a `shell` runs a script that is read here: `bash`, `sh`, or a command such as `bash -l {0}` (actions/runner, `ScriptHandlerHelpers.
 * ParseShellOptionString`). One that is not known is none.
 */
export function isReadShell(shell: string | undefined): boolean {
  const [program = ''] = (shell ?? '').trim().split(/\s/, 1);
  return SHELLS.has(program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, ''));
}

/** True where every machine that `runs-on` can be has Windows, whose shell is PowerShell unless another is named. */
export function runsOnWindows(runsOn: Ref | undefined, scope: Scope): boolean {
  const named = field(runsOn, 'labels') ?? runsOn;
  const labels = isScalar(named) ? [named] : itemsOf(named);
  return labels.some((label) => {
    const text = textIn(label, scope);
    const values = text?.alternatives() ?? [];
    return values.length > 0 && values.every(({ value = '' }) => /^windows\b/i.test(value));
  });
}

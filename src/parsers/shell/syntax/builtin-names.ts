const declarations: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);

/** True for a command that declares variables: its words can be assignments. */
export function isDeclaration(name: string): boolean {
  return declarations.has(name);
}

const builtins: ReadonlySet<string> = new Set(
  `eval trap alias set shift unset read mapfile readarray getopts printf let source . load shopt wait cd pushd popd exit return break continue`.split(
    ' ',
  ),
);

/**
 * True for a command of the shell that changes variables, runs a string or ends something, besides those that declare
 * variables.
 */
export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}

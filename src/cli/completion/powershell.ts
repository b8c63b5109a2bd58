import { type Outline, wordsFor } from './outline.ts';

/**
 * A script for PowerShell 5.1 and later. Without matching words, the shell completes file names.
 */
export function toPowerShell(outline: Outline): string {
  const [first] = outline;
  const tables = outline.map(({ name, options, operands }) => {
    const flags = Object.entries(options).flatMap(([option, { alias, value, ...spec }]) => {
      const words = value === undefined ? '$null' : list(wordsFor(spec));
      return [`--${option}`, ...(alias === undefined ? [] : [`-${alias}`])].map(
        (flag) => `      ${quote(flag)} = ${words}`,
      );
    });
    const words = operands === 'paths' ? [] : operands.map(({ word }) => word);
    return `    ${quote(name)} = @{ Words = ${list(words)}; Options = @{
${flags.join('\n')}
    } }`;
  });
  return `# Completion of plimsoll for PowerShell, made by \`plimsoll completion powershell\`.

Register-ArgumentCompleter -Native -CommandName plimsoll -ScriptBlock {
  param($word, $ast, $cursor)
  $commands = @{
${tables.join('\n')}
  }
  $words = @($ast.CommandElements | Where-Object { $PSItem.Extent.EndOffset -lt $cursor } | ForEach-Object { $PSItem.ToString() })
  $command = ${quote(first.name)}
  if ($words.Count -gt 1 -and $commands.ContainsKey($words[1])) { $command = $words[1] }
  $options = $commands[$command].Options
  $before = $words[-1]
  if ($word -match '^(--[^=]+)=(.*)$') {
    $head = "$($Matches[1])="
    $found = @($options[$Matches[1]]) | ForEach-Object { "$head$PSItem" }
  } elseif ($words.Count -gt 1 -and $null -ne $options[$before]) {
    $found = $options[$before]
  } elseif ($word.StartsWith('-')) {
    $found = $options.Keys | Sort-Object
  } else {
    $found = @($commands[$command].Words)
    if ($words.Count -le 1) { $found += $commands.Keys | Sort-Object }
  }
  @($found) | Where-Object { $PSItem -and $PSItem.StartsWith($word) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($PSItem, $PSItem, 'ParameterValue', $PSItem)
  }
}
`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quote).join(', ')})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

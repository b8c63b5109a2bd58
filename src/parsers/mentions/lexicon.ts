/** How a language writes comments and strings. */
export interface Lexicon {
  /** The start of a comment that ends with its line. */
  readonly line: RegExp;
  /** The start and the end of a block comment. */
  readonly block?: readonly [string, string];
  /** Quotes whose strings may have several lines. */
  readonly long?: string;
  /** Quotes that don't enclose strings: `'a'` is a character, `'a` a lifetime. */
  readonly noQuote?: string;
  /** True if a triple-quoted string that is a statement by itself is a comment. */
  readonly hasDocstrings?: true;
}

const HASH: Lexicon = { line: /(?<![^\s;])#/y };
const SLASHES: Lexicon = { line: /(?<!:)\/\//y, block: ['/*', '*/'] };
const DASHES: Lexicon = { line: /--/y };

/** By file name; the first one applies. */
const LEXICONS: readonly (readonly [name: RegExp, lexicon: Lexicon])[] = [
  [/\.(?:pyi?|bzl|bazel|star)$|(?:^|\/)(?:Tiltfile|SConstruct|SConscript)$/, { ...HASH, hasDocstrings: true }],
  [/\.(?:[cm]?[jt]sx?|vue|svelte|go)$/, { ...SLASHES, long: '`' }],
  [/\.rs$/, { ...SLASHES, long: '"', noQuote: "'" }],
  [
    /\.(?:java|kts?|scala|[ch]|cc|cpp|hpp|cs|fs|swift|dart|groovy|gradle|sol|zig|cue|jsonc?|json5)$|(?:^|\/)Jenkinsfile/,
    SLASHES,
  ],
  [/\.php$/, { line: /\/\/|(?<!\S)#/y, block: ['/*', '*/'] }],
  [/\.(?:tf|hcl|nix)$/, { line: /(?<!\S)(?:#|\/\/)/y, block: ['/*', '*/'] }],
  [/\.ps[dm]?1$/, { ...HASH, block: ['<#', '#>'] }],
  [/\.lua$/, { ...DASHES, block: ['--[[', ']]'] }],
  [/\.hs$/, { ...DASHES, block: ['{-', '-}'] }],
  [/\.sql$/, { ...DASHES, block: ['/*', '*/'] }],
  [/\.(?:el|clj|lisp|scm|rkt)$/, { line: /;/y, noQuote: "'" }],
  [/\.(?:erl|hrl)$/, { line: /%/y }],
  [/\.vim$/, { line: /(?<=(?:^|\n)[ \t]{0,200})"/y }],
  [/\.ml[il]?$/, { line: /(?!)/y, block: ['(*', '*)'] }],
  [/\.(?:xml|pom|plist|iml|xsl|html?|svg|csproj|targets|props)$/, { line: /(?!)/y, block: ['<!--', '-->'] }],
  [/\.(?:bat|cmd)$/i, { line: /(?<=(?:^|\n)[ \t]{0,200})(?:@?rem\b|::)/iy }],
  [/\.(?:rb|rake|gemspec)$|(?:^|\/)(?:Rakefile|Vagrantfile|Brewfile)$/, { ...HASH, block: ['\n=begin', '\n=end'] }],
  [/\.(?:pl|pm|t)$/, { ...HASH, block: ['\n=', '\n=cut'] }],
];

const INTERPRETERS: readonly (readonly [name: RegExp, as: string])[] = [
  [/^#!.{0,80}\bpython/, 'a.py'],
  [/^#!.{0,80}\b(?:node|deno|bun)\b/, 'a.js'],
  [/^#!.{0,80}\bruby/, 'a.rb'],
  [/^#!.{0,80}\bperl/, 'a.pl'],
  [/^#!.{0,80}\bphp/, 'a.php'],
  [/^#!.{0,80}\blua/, 'a.lua'],
];

/** Comments in an unknown language must start a line, except `#` after a blank. */
export const OTHER: Lexicon = {
  line: /(?<=(?:^|\n)[ \t]{0,200})(?:#|\/\/|;|--(?=\s)|<!--|@?rem\b|::)|(?<=[ \t])#(?=\s)/iy,
};

export function lexiconOf(path: string, text: string): Lexicon {
  const as = INTERPRETERS.find(([first]) => first.test(text))?.[1] ?? path;
  return LEXICONS.find(([name]) => name.test(as))?.[1] ?? OTHER;
}

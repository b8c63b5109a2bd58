const UNRELEASED = '## [Unreleased]';
const INTRODUCTION = /^The first release will be .*\n\n/m;

/**
 * The changelog with its unreleased part moved to a version and day (`YYYY-MM-DD`). Throws if there
 * is nothing to release.
 */
export function cutChangelog(text: string, version: string, day: string): string {
  const [before, rest] = split(text);
  const notes = sectionOf(rest).replace(INTRODUCTION, '');
  if (notes.trim() === '') throw new Error(`CHANGELOG.md has nothing under ${UNRELEASED}.`);
  return `${before}${UNRELEASED}\n\n## [${version}] - ${day}${notes}${rest.slice(sectionOf(rest).length)}`;
}

/** The changelog of a version without its heading; before the release, the unreleased part. */
export function notesOf(text: string, version: string): string {
  const head = new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - .*$`, 'm').exec(text);
  const rest = head === null ? split(text)[1] : text.slice(head.index + head[0].length);
  return `${sectionOf(rest).replace(INTRODUCTION, '').trim()}\n`;
}

function split(text: string): readonly [string, string] {
  const at = text.indexOf(`${UNRELEASED}\n`);
  if (at < 0) throw new Error(`CHANGELOG.md has no ${UNRELEASED}.`);
  return [text.slice(0, at), text.slice(at + UNRELEASED.length)];
}

/** Up to the next version. */
function sectionOf(text: string): string {
  const next = /^## \[/m.exec(text);
  return next === null ? text : text.slice(0, next.index);
}

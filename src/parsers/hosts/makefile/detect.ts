import { callsEngine } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)(?:(?:GNU)?[Mm]akefile(?:\.[\w.-]+)?|[^/]*\.mk)$/;
/** What ends like this is a text of another kind, whatever it begins like: `Makefile.PL` is a Perl script, `Makefile.am` automake's. */
const OTHER_ENDING = /\.(?:am|in|PL|pl|py|rb|js|ts|lua|sh|bash|md|rst|txt|html?|ya?ml|json|toml|xml)$/;

/** True for a name that says that the file is a Makefile, or a part of one. */
export function isMakefileName(path: string): boolean {
  return NAME.test(path) && !OTHER_ENDING.test(path);
}

/** A first line that has make run what follows. */
const SHEBANG = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?g?make\s+(?:-\w+\s+)*-\w*f\b/;

/** True for a Makefile that names a container engine, by its name or its first line; a text without a name is none. */
export function isMakefile(text: string, path: string | undefined): boolean {
  return path !== undefined && (isMakefileName(path) || SHEBANG.test(text.slice(0, 100))) && callsEngine(text);
}

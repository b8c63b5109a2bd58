import { callsEngine } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)(?:(?:GNU)?[Mm]akefile(?:\.[\w.-]+)?|[^/]*\.mk)$/;
/**
 * Endings of files that aren't Makefiles: `Makefile.PL` is a Perl script, `Makefile.am` is
 * automake's.
 */
const OTHER_ENDING = /\.(?:am|in|PL|pl|py|rb|js|ts|lua|sh|bash|md|rst|txt|html?|ya?ml|json|toml|xml)$/;

/** True for the name of a Makefile, or of a file that Makefiles include. */
export function isMakefileName(path: string): boolean {
  return NAME.test(path) && !OTHER_ENDING.test(path);
}

/** A first line that runs make. */
const SHEBANG = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?g?make\s+(?:-\w+\s+)*-\w*f\b/;

/**
 * True for a Makefile, by name or first line, that names a container engine; false for standard
 * input.
 */
export function isMakefile(text: string, path: string | undefined): boolean {
  return path !== undefined && (isMakefileName(path) || SHEBANG.test(text.slice(0, 100))) && callsEngine(text);
}

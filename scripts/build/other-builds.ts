/** What other builds put into dist/: no part of the package or of the extension. */
export const OTHER_BUILDS: readonly string[] = ['playground', 'release', 'site', 'standalone'];

/** Output of other builds in dist/, which is neither in the package nor in the extension. */
export const OTHER_BUILDS: readonly string[] = ['playground', 'release', 'site', 'standalone'];

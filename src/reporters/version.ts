declare const PLIMSOLL_VERSION: string | undefined;
/** Put in by the build. */
export const VERSION: string = typeof PLIMSOLL_VERSION === 'string' ? PLIMSOLL_VERSION : 'development';

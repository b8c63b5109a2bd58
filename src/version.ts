declare const PLIMSOLL_VERSION: string | undefined;
/** Put in by the build. */
export const VERSION: string = typeof PLIMSOLL_VERSION === 'string' ? PLIMSOLL_VERSION : 'development';

declare const PLIMSOLL_HOMEPAGE: string | undefined;
/** The address of plimsoll's site (`homepage` of package.json), put in by the build; `undefined` as long as it has none. */
export const HOMEPAGE: string | undefined =
  typeof PLIMSOLL_HOMEPAGE === 'string' && PLIMSOLL_HOMEPAGE !== '' ? PLIMSOLL_HOMEPAGE : undefined;

declare const PLIMSOLL_BUILD: string | undefined;
/** Distinguishes this build from every other; put in by the build. */
export const BUILD: string = typeof PLIMSOLL_BUILD === 'string' ? PLIMSOLL_BUILD : VERSION;

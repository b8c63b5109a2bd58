declare const PLIMSOLL_VERSION: string | undefined;
/** Set by the build. */
export const VERSION: string = typeof PLIMSOLL_VERSION === 'string' ? PLIMSOLL_VERSION : 'development';

declare const PLIMSOLL_HOMEPAGE: string | undefined;
/** plimsoll's site (`homepage` in package.json), set by the build; `undefined` until it has one. */
export const HOMEPAGE: string | undefined =
  typeof PLIMSOLL_HOMEPAGE === 'string' && PLIMSOLL_HOMEPAGE !== '' ? PLIMSOLL_HOMEPAGE : undefined;

declare const PLIMSOLL_BUILD: string | undefined;
/** Identifies this build; set by the build. */
export const BUILD: string = typeof PLIMSOLL_BUILD === 'string' ? PLIMSOLL_BUILD : VERSION;

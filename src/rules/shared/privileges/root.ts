import type { Pattern } from '../../../text/setting.ts';

export function isRoot(user: string): boolean {
  const [name = ''] = user.split(':', 1);
  return name === 'root' || /^0+$/.test(name);
}

/** False if the known start can't begin root's name or number: `app-$N`. */
export function couldBeRoot([first]: Pattern): boolean {
  return typeof first !== 'string' || isRoot(first) || 'root'.startsWith(first);
}

/** The user, if known up to its group: `0:` of `0:$GID`. */
export function knownStart([first]: Pattern): string {
  return typeof first === 'string' && first.includes(':') ? first : '';
}

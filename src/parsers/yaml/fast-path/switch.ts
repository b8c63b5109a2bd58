/**
 * False if `PLIMSOLL_YAML_FAST_PATH=0`: then `yaml` reads every file, for comparison. Read per
 * file, for tests; browsers lack it.
 */
export function isFastPathOn(): boolean {
  return typeof process === 'undefined' || process.env['PLIMSOLL_YAML_FAST_PATH'] !== '0';
}

/**
 * False if `PLIMSOLL_YAML_FAST_PATH=0` is set: then the `yaml` package reads every file, to find differences. Read for
 * each file, so that tests can switch; browsers have no such variable.
 */
export function isFastPathOn(): boolean {
  return typeof process === 'undefined' || process.env['PLIMSOLL_YAML_FAST_PATH'] !== '0';
}

/**
 * False where `PLIMSOLL_YAML_FAST_PATH=0` is set: then the `yaml` package reads every text, which shows whether the
 * fast path is to blame for a difference. Asked for each text, so that tests can switch within one process; there is no
 * such variable in a browser.
 */
export function isFastPathOn(): boolean {
  return typeof process === 'undefined' || process.env['PLIMSOLL_YAML_FAST_PATH'] !== '0';
}

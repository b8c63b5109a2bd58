import type { Severity } from '../../model/finding.ts';
import type { InputRuleId } from '../../model/input-rule.ts';

/** An input error: its findings come from parsers and suppressions. */
export interface InputRule {
  readonly id: InputRuleId;
  /** One short sentence about the problem, without a period; the page's title. */
  readonly title: string;
  /** The default severities of its findings, most severe first. */
  readonly severities: readonly [Severity, ...Severity[]];
  /** True if only the preset `all` has it, or a request turns it on. */
  readonly isOnRequest?: true;
  /** True if its findings mean that a part of the file wasn't read. */
  readonly hidesOthers?: true;
}

const FACTS: Readonly<Record<InputRuleId, Omit<InputRule, 'id'>>> = {
  'syntax/binary': { title: 'File is not text', severities: ['error'], hidesOthers: true },
  'syntax/conflict': { title: 'Keys conflict', severities: ['error', 'warning'] },
  'syntax/conflicting-flags': { title: 'Flags conflict', severities: ['error', 'warning'] },
  'syntax/cycle': { title: 'Reference is circular', severities: ['error'] },
  'syntax/duplicate-item': { title: 'List item is duplicated', severities: ['error'] },
  'syntax/duplicate-key': { title: 'Key is duplicated', severities: ['error'] },
  'syntax/invalid-env-file': { title: 'Env file is invalid', severities: ['error'] },
  'syntax/invalid-interpolation': {
    title: 'Variable syntax is invalid',
    severities: ['error'],
  },
  'syntax/invalid-json': { title: 'docker inspect output is invalid', severities: ['error'], hidesOthers: true },
  'syntax/invalid-makefile': { title: 'Makefile is invalid', severities: ['error'], hidesOthers: true },
  'syntax/invalid-shell': { title: 'Script is invalid', severities: ['error'], hidesOthers: true },
  'syntax/invalid-unit': { title: 'Unit file is invalid', severities: ['error'], hidesOthers: true },
  'syntax/invalid-value': { title: 'Value is invalid', severities: ['error', 'warning', 'info'] },
  'syntax/invalid-yaml': { title: 'YAML is invalid', severities: ['error'], hidesOthers: true },
  'syntax/limit': { title: 'Part of the file was not read', severities: ['error', 'info'], hidesOthers: true },
  'syntax/missing-command': { title: 'Container command is missing', severities: ['error', 'warning'] },
  'syntax/missing-file': { title: 'File does not exist', severities: ['error', 'info'] },
  'syntax/missing-image': { title: 'Container has no image', severities: ['error', 'warning'] },
  'syntax/missing-key': { title: 'Required key is missing', severities: ['error', 'warning'] },
  'syntax/missing-value': { title: 'Flag has no value', severities: ['error', 'warning'] },
  'syntax/required-variable': { title: 'Required variable is not set', severities: ['info'] },
  'syntax/undefined-reference': { title: 'Name is not defined', severities: ['error', 'warning', 'info'] },
  'syntax/unknown-command': { title: 'Dynamic code was not checked', severities: ['info'], isOnRequest: true },
  'syntax/unknown-flag': { title: 'Flag does not exist', severities: ['error', 'warning'] },
  'syntax/unknown-key': { title: 'Key does not exist', severities: ['error'] },
  'syntax/unread-command': { title: 'Command was not read', severities: ['info'], hidesOthers: true },
  'syntax/unreadable-file': { title: 'File cannot be read', severities: ['error'], hidesOthers: true },
  'syntax/unsupported': { title: 'Setting has no effect here', severities: ['warning', 'info'] },
  'syntax/wrong-type': { title: 'Value has the wrong type', severities: ['error', 'warning'] },
  'suppression/malformed': { title: 'plimsoll comment is malformed', severities: ['warning'] },
  'suppression/missing-reason': { title: 'Suppression has no reason', severities: ['warning'] },
  'suppression/unknown-rule': { title: 'Suppression names an unknown rule', severities: ['warning'] },
  'suppression/unused': { title: 'Suppression is unused', severities: ['warning'] },
};

export const INPUT_RULES: readonly InputRule[] = Object.entries(FACTS).flatMap(([id, facts]) =>
  isInputRuleId(id) ? [{ id, ...facts }] : [],
);

export function inputRuleById(id: string): InputRule | undefined {
  return isInputRuleId(id) ? { id, ...FACTS[id] } : undefined;
}

export function isInputRuleId(id: string): id is InputRuleId {
  return Object.hasOwn(FACTS, id);
}

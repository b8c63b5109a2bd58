export { ConfigError, SettingsError } from './config/config-file.ts';
export type { Exception, Override, RuleOptions } from './config/policy.ts';
export { PRESETS, type PresetName, type RuleSetting } from './config/rule-settings.ts';
export type { SettingsOptions } from './config/settings.ts';
export type { Json, JsonObject } from './engine-json/engine-writer.ts';
export { type EngineJson, type EngineJsonOptions, toEngineJson } from './engine-json/to-engine-json.ts';
export type { DiscoveryNote } from './files/discovery-note.ts';
export type { FileReader, ReadFailure, SourceFile } from './files/file-reader.ts';
export { NO_FILES } from './files/file-reader.ts';
export type { DirectoryEntry, EntryKind, FileSystem } from './files/file-system.ts';
export { createNodeFileSystem } from './files/node-file-system.ts';
export { BaselineError } from './findings/baseline-file.ts';
export { evaluate, type RuleResults, type SubjectResult, type Verdict } from './findings/evaluate.ts';
export { type LintFilesOptions, lintFiles, lintText, type ReportOptions, writeReport } from './library.ts';
export { type LintResult } from './lint/lint.ts';
export type { Change, Fix, FixMeta, FixValues, Repair, Risk, SubjectChange } from './model/change.ts';
export type { Config, Healthcheck } from './model/config.ts';
export {
  type Container,
  type Dialect,
  dialectOf,
  type EngineFacts,
  type Exec,
  type Origin,
  type Subject,
  type UnresolvedOptions,
} from './model/container.ts';
export type { Entry } from './model/entry.ts';
export {
  type Finding,
  type InputProblem,
  type Message,
  type Problem,
  type RelatedLocation,
  SEVERITIES,
  type Severity,
  type SubjectName,
  type Suppression,
  type Undecided,
} from './model/finding.ts';
export type {
  DeviceMapping,
  DeviceRequest,
  HostConfig,
  LogConfig,
  Mount,
  MountType,
  RestartPolicy,
  ThrottleDevice,
  Ulimit,
  WeightDevice,
} from './model/host-config.ts';
export type { InputRuleId, SuppressionId, SyntaxId } from './model/input-rule.ts';
export type { Network, NetworkAttachment, Volume } from './model/resources.ts';
export type { Bind, ExposedPort, Located, PortBinding, PortRange } from './model/values.ts';
export type { Comment, ParseContext, Parsed } from './parsers/contract/parsed.ts';
export { parseInput } from './parsers/index.ts';
export { detectKind, type InputKind } from './parsers/registry.ts';
export { type LintReport as Report, type ReportedInput, type Summary, summarize } from './report/report.ts';
export { FORMATS, type Format } from './reporters/index.ts';
export type { CheckContext, RuleInput } from './rules/context.ts';
export { EDITIONS, type Edition } from './rules/editions.ts';
export { findRule, RULES } from './rules/index.ts';
export { INPUT_RULES, type InputRule } from './rules/input/index.ts';
export type { Outcome } from './rules/outcome.ts';
export { readPage } from './rules/pages.ts';
export {
  type CisItem,
  type CisLevel as Level,
  cisItemOf,
  type DocumentReference,
  numberIn,
  type Reference,
} from './rules/references.ts';
export { defineContainerRule, defineSubjectRule, type Rule, type RuleDefinition, type RuleMeta } from './rules/rule.ts';
export type { SessionResult as LintFilesResult } from './session/session.ts';
export type { FileEdit, TextEdit } from './text/edit.ts';
export { LineIndex, type Position } from './text/line-index.ts';
export type { Hop, HopKind, Location, Place, Span } from './text/location.ts';
export { type Known, type Pattern, patternText, type Setting, type Unknown, valueOf } from './text/setting.ts';

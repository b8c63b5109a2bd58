export { ConfigError } from './config/config-file.ts';
export type { Exception, Override, RuleOptions } from './config/policy.ts';
export { PRESETS, type PresetName, type RuleSetting } from './config/rule-settings.ts';
export type { SettingsOptions } from './config/settings.ts';
export type { DiscoveryNote } from './files/discover.ts';
export type { DirectoryEntry, EntryKind, FileSystem } from './files/file-system.ts';
export { createNodeFileSystem } from './files/node-file-system.ts';
export { BaselineError } from './findings/baseline-file.ts';
export { type Judgement, judge, type SubjectResult, type Verdict } from './findings/judge.ts';
export { type LintFilesOptions, lintFiles, type ReportOptions, writeReport } from './library.ts';
export { type LintResult, lintText, NO_FILES } from './lint.ts';
export type { LintFilesResult } from './lint-files.ts';
export type { Config, Entry, ExposedPort, Healthcheck, Located, PortRange } from './model/config.ts';
export {
  type Container,
  type Dialect,
  dialectOf,
  type EngineFacts,
  type Exec,
  type Opening,
  type Origin,
  type Subject,
} from './model/container.ts';
export type { Json, JsonObject } from './model/engine-writer.ts';
export {
  type Finding,
  type Message,
  type Problem,
  type RelatedLocation,
  SEVERITIES,
  type Severity,
  type SubjectName,
  type Suppression,
  type Undecided,
} from './model/finding.ts';
export type * from './model/host-config.ts';
export type { Network, NetworkAttachment, Volume } from './model/resources.ts';
export { type Known, type Pattern, patternText, type Setting, type Unknown, valueOf } from './model/setting.ts';
export type { Hop, HopKind, Location, Place, Span } from './model/source.ts';
export { type EngineJson, type EngineJsonOptions, toEngineJson } from './model/to-engine-json.ts';
export { detectKind, type InputKind } from './parsers/detect.ts';
export { parseInput } from './parsers/index.ts';
export type { Comment, FileReader, ParseContext, Parsed, ReadFailure, SourceFile } from './parsers/parsed.ts';
export { FORMATS, type Format } from './reporters/index.ts';
export { LineIndex, type Position } from './reporters/positions.ts';
export { type Report, type ReportedInput, type ReportedSubject, type Summary, summarize } from './reporters/report.ts';
export { findRule, RULES } from './rules/index.ts';
export { readPage } from './rules/pages.ts';
export { type Edition, type Level, numberIn, type Outcome, type Rule, type RuleMeta } from './rules/rule.ts';

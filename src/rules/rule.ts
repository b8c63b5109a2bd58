import { dialectOf, type Container, type Dialect, type Exec } from '../model/container.ts';
import type { Message, RelatedLocation, Severity } from '../model/finding.ts';
import { isCertain, type Place } from '../model/source.ts';

/** The editions of the benchmark by which a finding can be numbered. */
export type Edition = '1.13' | '1.6';

export type Level = 1 | 2;

/** What a rule found for one container or exec. No outcome at all is a pass. */
export type Outcome =
  | {
      readonly verdict: 'fail';
      readonly place: Place;
      /** The key of the message in the rule's table. */
      readonly messageId: string;
      /** The message; `also` names further subjects that have the same text, so that they share one finding. */
      readonly describe: (also?: readonly string[]) => Message;
      /** Where it differs from the rule's own. */
      readonly severity: Severity | undefined;
      readonly related: readonly RelatedLocation[];
    }
  | { readonly verdict: 'undecided'; readonly place: Place; readonly reason: string }
  | { readonly verdict: 'not-applicable'; readonly reason: string };

/** How a message speaks of its subject, so that it is right for every front end and for what only may be so. */
export interface Voice {
  /** Such as: Service `web`, Container `db`. */
  readonly name: string;
  /** `does('runs', 'run')`: "runs" where it is certain, "may run" where it holds on some ways through a script only. */
  does(certain: string, possible: string): string;
  /** The remedy in the syntax of the file that it was written in; an inspected container is mended where it is created. */
  remedy(texts: { readonly compose: string; readonly docker: string; readonly inspect?: string }): string;
}

/** Builds one message; `Data` is what it needs to know beyond its subject. */
export type MessageBuilder<Data> = (voice: Voice, data: Data) => Message;
/** A rule's messages by id; `D` maps each id to the data that its message needs. */
export type Messages<D> = { readonly [K in keyof D]: MessageBuilder<D[K]> };

export interface FailDetail {
  readonly severity?: Severity;
  readonly related?: readonly RelatedLocation[];
  /** False where only one of several candidates is bad; a place on a branch says so by itself. */
  readonly isCertain?: boolean;
}

/** What a check is given beside its subject. */
export interface CheckContext<D, Options> {
  readonly options: Options;
  /** All containers of the same file or project, for namespaces that are shared by name. */
  readonly peers: readonly Container[];
  readonly fail: <K extends keyof D & string>(place: Place, messageId: K, data: D[K], detail?: FailDetail) => Outcome;
  readonly undecided: (place: Place, reason: string) => Outcome;
  readonly notApplicable: (reason: string) => Outcome;
}

/** What is known of a rule without running it. */
export interface RuleMeta {
  /** Names the bad thing; never changes. */
  readonly id: string;
  /** The number within section 5 in CIS Docker 1.13 to 1.5; 1.6 and later count one more. */
  readonly item: number;
  readonly level: Level;
  readonly isScored: boolean;
  /** The severity of an outcome that does not give its own. */
  readonly severity: Severity;
  /** 0 to 10, for SARIF; the page gives the reason. */
  readonly securitySeverity: number;
  /** One short sentence that names the bad thing, without a full stop; the page's title. */
  readonly title: string;
}

interface RuleDefinition<S, D, Options extends object> extends RuleMeta {
  /** The options and their defaults. */
  readonly options: Options;
  /** JSON Schema of each option (the `properties` of an object). */
  readonly optionSchemas: { readonly [K in keyof Options]: object };
  readonly messages: Messages<D>;
  check(subject: S, context: CheckContext<D, Options>): Iterable<Outcome>;
}

interface RuleBase extends RuleMeta {
  readonly options: object;
  readonly optionSchemas: Readonly<Record<string, object>>;
  readonly messageIds: readonly string[];
}

/** A rule over containers. Pure: the same model and options give the same outcomes. */
export interface ContainerRule extends RuleBase {
  readonly about: 'container';
  /** `options` are merged over the defaults and taken to be valid by the rule's schemas. */
  run(container: Container, peers: readonly Container[], options: object): Iterable<Outcome>;
}

/** A rule over execs. */
export interface ExecRule extends RuleBase {
  readonly about: 'exec';
  run(exec: Exec, peers: readonly Container[], options: object): Iterable<Outcome>;
}

export type Rule = ContainerRule | ExecRule;

export function defineContainerRule<D, Options extends object>(definition: RuleDefinition<Container, D, Options>): ContainerRule {
  return { ...toBase(definition), about: 'container', run: toRun(definition) };
}

export function defineExecRule<D, Options extends object>(definition: RuleDefinition<Exec, D, Options>): ExecRule {
  return { ...toBase(definition), about: 'exec', run: toRun(definition) };
}

/** The rule's number in an edition, such as `5.4`. */
export function numberIn(edition: Edition, rule: RuleMeta): string {
  return `5.${edition === '1.13' ? rule.item : rule.item + 1}`;
}

function toBase<S, D, Options extends object>(definition: RuleDefinition<S, D, Options>): RuleBase {
  const { id, item, level, isScored, severity, securitySeverity, title, options, optionSchemas, messages } = definition;
  return { id, item, level, isScored, severity, securitySeverity, title, options, optionSchemas: { ...optionSchemas }, messageIds: Object.keys(messages) };
}

function toRun<S extends Container | Exec, D, Options extends object>(
  definition: RuleDefinition<S, D, Options>,
): (subject: S, peers: readonly Container[], options: object) => Iterable<Outcome> {
  return (subject, peers, options) =>
    definition.check(subject, {
      options: { ...definition.options, ...options },
      peers,
      fail(place, messageId, data, detail = {}) {
        const certain = (detail.isCertain ?? true) && isCertain(place);
        const describe = (also: readonly string[] = []): Message => definition.messages[messageId](toVoice(subject, also, certain), data);
        return { verdict: 'fail', place, messageId, describe, severity: detail.severity, related: detail.related ?? [] };
      },
      undecided: (place, reason) => ({ verdict: 'undecided', place, reason }),
      notApplicable: (reason) => ({ verdict: 'not-applicable', reason }),
    });
}

function toVoice(subject: Container | Exec, also: readonly string[], certain: boolean): Voice {
  const dialect = dialectOf(subject.origin);
  return {
    name: nameOf(subject, dialect) + alsoText(also),
    does: (isSo, mayBe) => (certain ? isSo : `may ${mayBe}`),
    remedy: (texts) => {
      switch (dialect) {
        case 'compose':
          return texts.compose;
        case 'docker':
          return texts.docker;
        case 'inspect':
          return texts.inspect ?? `Create the container again: ${texts.docker.charAt(0).toLowerCase()}${texts.docker.slice(1)}`;
      }
    },
  };
}

function nameOf(subject: Container | Exec, dialect: Dialect): string {
  if (subject.kind === 'exec') return dialect === 'compose' ? `The hook of service \`${subject.name}\`` : `The command run in \`${subject.name}\``;
  return `${dialect === 'compose' ? 'Service' : 'Container'} \`${subject.name}\``;
}

/** The others in brackets, so that the sentence about the first stays in the singular. */
function alsoText(also: readonly string[]): string {
  if (also.length === 0) return '';
  const shown = also.slice(0, MAX_NAMES).map((name) => `\`${name}\``);
  const rest = also.length - shown.length;
  return ` (also ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
}

const MAX_NAMES = 9;

import { setTimeout as wait } from 'node:timers/promises';
import { type JsonObject, objectAt, stringAt } from '../json.ts';
import type { Program } from './programs.ts';
import { factsOf, type ProgramsEngine } from './programs-engine.ts';

const STOP_SECONDS = 20;
/** The path of the engine's init. */
const INIT = '/usr/sbin/docker-init';
/** The exit code of a program that doesn't handle SIGTERM. */
const ENDED_BY_TERM = 143;
/**
 * Asks until there is an answer: each `docker exec` takes longer than asking. A server that accepts
 * a connection but stays silent does not answer.
 */
const ASK = 'until timeout 20 bash -c "$1"; do sleep 0.1; done';
const SAID = 500;

export class ProgramContainer {
  readonly #engine: ProgramsEngine;
  readonly #program: Program;
  readonly #id: string;

  private constructor(engine: ProgramsEngine, program: Program, id: string) {
    this.#engine = engine;
    this.#program = program;
    this.#id = id;
  }

  static async create(engine: ProgramsEngine, program: Program, body: JsonObject): Promise<ProgramContainer> {
    const { status, body: answer } = await engine.ask('POST', '/containers/create', body);
    if (status !== 201) throw new Error(`${program.image}: ${stringAt(answer, 'message')}`);
    return new ProgramContainer(engine, program, stringAt(answer, 'Id'));
  }

  /**
   * Starts it and polls until it answers. Returns the fault if it exits, times out, or still runs
   * as root; else an empty text.
   */
  async start(milliseconds: number): Promise<string> {
    const { status, body } = await this.#engine.ask('POST', `/containers/${this.#id}/start`);
    if (status !== 204) return `not started: ${stringAt(body, 'message')}`;
    const begin = performance.now();
    for (;;) {
      const seconds = String(Math.ceil(milliseconds / 1000));
      const asking = ['timeout', seconds, 'bash', '-c', ASK, 'ask', this.#program.ask];
      const answer = await this.#engine.docker('exec', this.#id, ...asking);
      if (answer.status === 0) {
        const fault = await this.#rootThatServes();
        if (fault === '' || performance.now() - begin > milliseconds) return fault;
        // A process of the question that still ends looks like one that serves.
        await wait(1000);
        continue;
      }
      const { body: shown } = await this.#engine.ask('GET', `/containers/${this.#id}/json`);
      const state = objectAt(shown, 'State');
      if (state['Running'] !== true) return `ended with ${String(state['ExitCode'])}: ${await this.#log()}`;
      if (performance.now() - begin > milliseconds)
        return `no answer: ${answer.text.slice(-SAID)}\n${await this.#log()}`;
      await wait(200);
    }
  }

  /** Starts it and waits until it is healthy. Returns the fault, or an empty text. */
  async startHealthy(milliseconds: number): Promise<string> {
    const { status, body } = await this.#engine.ask('POST', `/containers/${this.#id}/start`);
    if (status !== 204) return `not started: ${stringAt(body, 'message')}`;
    const begin = performance.now();
    for (;;) {
      const { body: shown } = await this.#engine.ask('GET', `/containers/${this.#id}/json`);
      const state = objectAt(shown, 'State');
      if (state['Running'] !== true) return `ended with ${String(state['ExitCode'])}: ${await this.#log()}`;
      const health = objectAt(state, 'Health');
      if (health['Status'] === 'healthy') return '';
      if (health['Status'] === 'unhealthy' || performance.now() - begin > milliseconds)
        return `unhealthy: ${JSON.stringify(health['Log'])}`;
      await wait(200);
    }
  }

  /** Finds a program that still runs as root; of several processes, the youngest serves. */
  async #rootThatServes(): Promise<string> {
    const { text } = await this.#engine.docker('top', this.#id, '-eo', 'pid,uid,comm', '--sort=start_time');
    const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
    const serving = rows.filter(([, , name = '']) => name === this.#program.process).at(-1);
    if (serving === undefined) return `no process ${this.#program.process}: ${text}`;
    return factsOf(this.#program).start?.drop !== undefined && serving[1] === '0' ? `serves as root: ${text}` : '';
  }

  async #log(): Promise<string> {
    return (await this.#engine.docker('logs', '--tail', '8', this.#id)).text;
  }

  /** Stops it. Returns the fault if it had to be killed or failed, or an empty text. */
  async stop(): Promise<string> {
    await this.#engine.ask('POST', `/containers/${this.#id}/stop?t=${STOP_SECONDS}`);
    const { body } = await this.#engine.ask('GET', `/containers/${this.#id}/json`);
    const code = objectAt(body, 'State')['ExitCode'];
    return code === 0 || code === ENDED_BY_TERM || code === this.#program.stopsWith
      ? ''
      : `stopped with ${String(code)}: ${await this.#log()}`;
  }

  /** The changed paths outside its mounts, without parent directories. */
  async changedPaths(): Promise<readonly string[]> {
    const { text } = await this.#engine.docker('diff', this.#id);
    const paths = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(2));
    const last = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
    return last.filter((path) => path !== INIT);
  }

  async remove(): Promise<void> {
    await this.#engine.ask('DELETE', `/containers/${this.#id}?force=1`);
  }
}

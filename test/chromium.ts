import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isJsonObject, type JsonObject } from './engine/json.ts';

/** The Chromium on this machine; `undefined` if there is none. */
export function findChromium(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);
}

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly hasScripts?: boolean;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

/** One page in a headless browser. */
export interface Page {
  /** The JSON value of an expression. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses and releases a key, such as `Enter`, optionally with Control. */
  press(key: string, modifiers?: { readonly hasControl?: boolean }): Promise<void>;
  /** Inserts a text at the focus, like a phone's keyboard or a paste. */
  type(text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** A PNG of the window, or of the whole page. */
  screenshot(isWhole?: boolean): Promise<Buffer>;
  pdf(): Promise<Buffer>;
  /** Script errors, console messages, and requests to other addresses than the page's own. */
  readonly problems: readonly string[];
}

/** A headless browser with its own profile, driven by the DevTools protocol over a pipe. */
export class Browser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'plimsoll-chromium-'));
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (message: JsonObject) => void>();
  readonly #listeners = new Map<string, (event: JsonObject) => void>();
  #nextId = 1;

  constructor(program: string) {
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--hide-scrollbars',
    ];
    this.#child = spawn(
      program,
      [...flags, `--user-data-dir=${this.#profile}`, '--remote-debugging-pipe', 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let rest = '';
    this.#output.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  async open(
    url: string,
    { width, height, hasScripts = true, scheme = 'light', media = 'screen' }: PageOptions,
  ): Promise<Page> {
    const { targetId } = await this.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.#send('Target.attachToTarget', { targetId, flatten: true });
    const session = String(sessionId);
    const problems: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.set(session, (event) => {
        const { method, params } = event;
        if (method === 'Page.loadEventFired') resolve();
        if (
          method === 'Runtime.exceptionThrown' ||
          method === 'Runtime.consoleAPICalled' ||
          method === 'Log.entryAdded' ||
          method === 'Page.javascriptDialogOpening'
        )
          problems.push(JSON.stringify(params));
        if (
          method === 'Network.requestWillBeSent' &&
          isJsonObject(params) &&
          isJsonObject(params['request']) &&
          params['request']['url'] !== url.replace(/#.*/, '') &&
          !String(params['request']['url']).startsWith('blob:')
        )
          problems.push(String(params['request']['url']));
      });
    });
    const send = (method: string, params: JsonObject = {}): Promise<JsonObject> => this.#send(method, params, session);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`);
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await send('Emulation.setScriptExecutionDisabled', { value: !hasScripts });
    await send('Page.navigate', { url });
    await loaded;
    const evaluate = async (expression: string): Promise<unknown> => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return isJsonObject(result) ? result['value'] : undefined;
    };
    return {
      problems,
      evaluate,
      press: async (key, { hasControl = false } = {}) => {
        const event = {
          key,
          code: key,
          windowsVirtualKeyCode: KEY_CODES[key] ?? 0,
          modifiers: hasControl ? CONTROL : 0,
        };
        await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(key === 'Enter' ? { text: '\r' } : {}) });
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
      },
      type: async (text) => {
        await send('Input.insertText', { text });
      },
      click: async (selector) => {
        const place = await evaluate(
          `(() => { const element = document.querySelector(${JSON.stringify(selector)}); element.scrollIntoView({ block: 'center' }); const { x, y, width, height } = element.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
        );
        if (!isJsonObject(place)) throw new Error(`${selector} is not there`);
        for (const type of ['mousePressed', 'mouseReleased'])
          await send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 });
      },
      screenshot: async (isWhole = false) =>
        Buffer.from(
          String((await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: isWhole }))['data']),
          'base64',
        ),
      pdf: async () =>
        Buffer.from(String((await send('Page.printToPDF', { preferCSSPageSize: true }))['data']), 'base64'),
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    void this.#send('Browser.close', {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  get #input(): Writable {
    const stream = this.#child.stdio[3];
    if (stream === null || stream === undefined || !('write' in stream)) throw new Error('no pipe to the browser');
    return stream;
  }

  get #output(): Readable {
    const stream = this.#child.stdio[4];
    if (stream === null || stream === undefined || !('read' in stream)) throw new Error('no pipe from the browser');
    return stream;
  }

  #send(method: string, params: JsonObject, sessionId?: string): Promise<JsonObject> {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (isJsonObject(result)) resolve(result);
        else reject(new Error(`${method}: ${JSON.stringify(error)}`));
      });
    });
  }

  #receive(message: unknown): void {
    if (!isJsonObject(message)) return;
    if (typeof message['id'] === 'number') this.#waiting.get(message['id'])?.(message);
    else if (typeof message['sessionId'] === 'string') this.#listeners.get(message['sessionId'])?.(message);
  }
}

/** Control's modifier bit in the protocol. */
const CONTROL = 2;

const KEY_CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Tab: 9,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Escape: 27,
  F4: 115,
  F6: 117,
  F7: 118,
  F8: 119,
  F9: 120,
  F10: 121,
  a: 65,
};

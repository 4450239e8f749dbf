import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";
import { expect } from "vitest";
import { findFirefox } from "../../scripts/setup/browsers.mjs";
import type { UsesHandles } from "./handles.js";
import { finished } from "./reader.js";

/** The machine's Firefox; without one the checks in it are skipped. */
export const firefox = findFirefox();
if (!firefox) console.log("The check in Firefox is skipped: no Firefox was found.");

/** What this client reads of a message of WebDriver BiDi. */
interface Answer {
  id?: number;
  method?: string;
  message?: string;
  result?: { context?: string; result?: { value: string }; exceptionDetails?: { text: string } };
  params?: { text: string; level: string };
}

/** The machine's Firefox with one page, without a window, driven by WebDriver BiDi. */
export class FirefoxPage implements UsesHandles {
  /** What went wrong in the page's scripts. */
  readonly problems: string[] = [];
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private context = "";

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
    private readonly socket: WebSocket,
  ) {
    socket.onmessage = ({ data }) => {
      const answer: Answer = JSON.parse(data);
      if (answer.id !== undefined) this.waiting.get(answer.id)?.(answer);
      else if (answer.params?.level === "error") this.problems.push(answer.params.text);
    };
  }

  static async start(): Promise<FirefoxPage> {
    const profile = mkdtempSync(join(tmpdir(), "aevb-firefox-"));
    const remote = ["--remote-debugging-port", "0", "--remote-allow-origins", ORIGIN];
    const child = spawn(firefox!, ["--headless", "--no-remote", "--profile", profile, ...remote], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let address = "";
    for await (const line of createInterface(child.stderr!)) {
      address = /BiDi listening on (ws:\S+)/.exec(line)?.[1] ?? "";
      if (address) break;
    }
    child.stderr!.resume();
    // Node has no WebSocket of its own before version 22.
    const socket = new new JSDOM("", { url: ORIGIN }).window.WebSocket(`${address}/session`);
    await new Promise((opened, failed) => {
      socket.onopen = opened;
      socket.onerror = () => failed(new Error(`Firefox refused a connection to ${address}`));
    });
    const page = new FirefoxPage(child, profile, socket);
    await page.send("session.new", { capabilities: {} });
    await page.send("session.subscribe", { events: ["log.entryAdded"] });
    page.context = (await page.send("browsingContext.create", { type: "tab" })).context!;
    return page;
  }

  async goto(url: string): Promise<void> {
    await this.send("browsingContext.navigate", { context: this.context, url, wait: "complete" });
  }

  async evaluate<Result, Argument>(f: (argument: Argument) => Result, argument: Argument): Promise<Result> {
    const { result, exceptionDetails } = await this.send("script.callFunction", {
      functionDeclaration: `(argument) => JSON.stringify((${f})(...JSON.parse(argument)) ?? null)`,
      arguments: [{ type: "string", value: JSON.stringify([argument]) }],
      target: { context: this.context },
      awaitPromise: false,
    });
    if (!result) throw new Error(`Firefox: ${exceptionDetails?.text}`);
    return JSON.parse(result.value);
  }

  async click(x: number, y: number): Promise<void> {
    const actions = [
      { type: "pointerMove", x: Math.round(x), y: Math.round(y) },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.act({ type: "pointer", id: "mouse", actions });
  }

  async write(code: string): Promise<void> {
    await this.evaluate(() => {
      const cell = document.querySelector("section.code")!;
      cell.querySelector<HTMLElement>(".source[tabindex], .cm-content")!.focus();
    }, null);
    const isOpen = () =>
      this.evaluate(() => document.querySelector("section.code .cm-focused") !== null, null);
    await expect.poll(isOpen).toBe(true);
    await this.chord(CONTROL, "a");
    await this.evaluate((code) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", code);
      const paste = new Event("paste", { bubbles: true, cancelable: true });
      document.activeElement!.dispatchEvent(Object.assign(paste, { clipboardData }));
    }, code);
    await this.chord(SHIFT, ENTER);
    await finished(this);
  }

  /** Presses a key while another is held. */
  private chord(held: string, value: string): Promise<void> {
    const down = [held, value].map((one) => ({ type: "keyDown", value: one }));
    const up = [value, held].map((one) => ({ type: "keyUp", value: one }));
    return this.act({ type: "key", id: "keyboard", actions: [...down, ...up] });
  }

  private async act(source: object): Promise<void> {
    await this.send("input.performActions", { context: this.context, actions: [source] });
  }

  async close(): Promise<void> {
    const ended = once(this.child, "exit");
    await this.send("browser.close", {});
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 });
  }

  private async send(method: string, params: object): Promise<NonNullable<Answer["result"]>> {
    const id = this.waiting.size;
    const answer = await new Promise<Answer>((answered) => {
      this.waiting.set(id, answered);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
    if (!answer.result) throw new Error(`Firefox: ${method}: ${answer.message}`);
    return answer.result;
  }
}

const ORIGIN = "http://localhost";
/** As WebDriver writes them. */
const [SHIFT, CONTROL, ENTER] = ["\uE008", "\uE009", "\uE007"];

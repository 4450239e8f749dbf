/**
 * In stock tslab a question waits for ever, since the kernel has no terminal. Here readline's `question` asks the reader
 * through Jupyter, for the cell that asks; `prompt`, which would have to block, is refused.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import readline from "node:readline";
import readlinePromises from "node:readline/promises";

type Request = (question: string) => void;
type Question = (query: string, ...rest: unknown[]) => unknown;

/** How the cell that started the running code asks the reader; undefined where there is no reader. */
const requests = new AsyncLocalStorage<Request | undefined>();
let waiting: ((answer: string) => void)[] = [];

/** Runs a cell's code, whose questions are sent by `request`. */
export function asking<Result>(request: Request | undefined, work: () => Result): Result {
  // Questions of an interrupted cell get no answer.
  waiting = [];
  return requests.run(request, work);
}

/** Hands the reader's answer to the question that has waited longest. */
export function receiveAnswer(answer: string): void {
  waiting.shift()?.(answer);
}

/** Sends questions on standard input to the reader from now on. */
export function installQuestions(): void {
  const redirect = (prototype: { question: Question }, ask: Question) => {
    const { question } = prototype;
    const redirected = function (this: { input?: unknown }, ...given: Parameters<Question>) {
      return (this.input === process.stdin ? ask : question).apply(this, given);
    };
    // Keeps what `promisify` makes of it, which calls the method.
    prototype.question = Object.defineProperties(redirected, Object.getOwnPropertyDescriptors(question));
  };
  redirect(readlinePromises.Interface.prototype as { question: Question }, (query) => {
    return new Promise<string>((resolve) => askReader(query, resolve));
  });
  redirect(readline.Interface.prototype as { question: Question }, (query, ...rest) => {
    askReader(query, rest.at(-1) as (answer: string) => void);
  });
  Object.assign(globalThis, {
    prompt() {
      throw new Error(
        'prompt cannot wait for an answer in this kernel; use `await createInterface(process.stdin).question("…")` of node:readline/promises',
      );
    },
  });
}

function askReader(query: string, onAnswer: (answer: string) => void): void {
  const request = requests.getStore();
  if (!request) throw new Error("nobody can answer a question here: the notebook runs without a reader");
  waiting.push(onAnswer);
  request(query);
}

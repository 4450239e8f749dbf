/**
 * Stock tslab has no comms, through which a notebook's page and its kernel talk between cells. Here a model that a cell
 * opens (`openModel`, see lib/notebook/kernel.ts) is one as ipywidgets and anywidget speak of them, so that JupyterLab with
 * the anywidget extension runs the model's front end. No view of it is displayed: the front end finds its figure by itself,
 * and a saved notebook has nothing that needs a kernel.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { transform } from "sucrase";
import { type AnswerRun, LiveModel, NESTED } from "../lib/notebook/interact/live-model";
import type { Answer, SharedState } from "../lib/notebook/kernel";

const TARGET = "jupyter.widget";
const FRONT_END = path.join(__dirname, "../lib/notebook/interact/front-end.ts");

/** Sends a message that belongs to the request which is being handled. */
export type Publish = (type: string, content: object, metadata?: object, buffers?: Uint8Array[]) => void;

interface CommMessage {
  readonly comm_id: string;
  readonly target_name?: string;
  readonly data: { method?: string; state?: SharedState; content?: { kind?: string } };
}

/** The models that are open, each until the cell that opened it runs again. */
export class Comms {
  private readonly open = new Map<string, { readonly model: LiveModel; readonly cell: string }>();
  /** The cell that runs; undefined while an answer does. */
  private cell: string | undefined;
  /** Whether a page has asked for models; before that, such as when a notebook is run from a shell, nobody is told of them. */
  private isWatched = false;

  constructor(
    private readonly publish: Publish,
    private readonly run: (work: () => Promise<void>) => AnswerRun,
  ) {}

  /** Closes what an earlier run of the cell has opened, and takes what is opened from now on as its own. */
  cellStarts(cell: string): void {
    this.cell = cell;
    this.close((one) => one === cell);
  }

  /** Closes the models of some cells; default: all. */
  close(isMeant: (cell: string) => boolean = () => true): void {
    for (const [comm_id, { cell }] of this.open)
      if (isMeant(cell)) {
        this.open.delete(comm_id);
        if (this.isWatched) this.publish("comm_close", { comm_id, data: {} });
      }
  }

  openModel(state: SharedState, answer: Answer): { readonly id: string } {
    if (this.cell === undefined) throw new Error(NESTED);
    const id = randomUUID();
    const send = (parts: SharedState) => {
      if (this.isWatched && this.open.has(id)) this.update(id, parts);
    };
    const run = (work: () => Promise<void>) =>
      this.run(() => {
        this.cell = undefined;
        return work();
      });
    const model = new LiveModel(state, answer, { send, run });
    this.open.set(id, { model, cell: this.cell });
    if (this.isWatched) {
      const { data, buffers } = packed(asWidget(id, model));
      this.publish("comm_open", { comm_id: id, target_name: TARGET, data }, { version: "2.1.0" }, buffers);
    }
    return { id };
  }

  /** The content of a `comm_info_reply`. */
  info(): object {
    this.isWatched = true;
    const comms = [...this.open.keys()].map((id) => [id, { target_name: TARGET }]);
    return { status: "ok", comms: Object.fromEntries(comms) };
  }

  /** Takes a message of a page; settles when its answer is sent. */
  async receive(type: string, { comm_id, data }: CommMessage): Promise<void> {
    this.isWatched = true;
    const model = this.open.get(comm_id)?.model;
    if (type === "comm_close") this.open.delete(comm_id);
    // A page opens comms of its own, which are refused at their first message, or asks for those of a restarted kernel.
    else if (!model && type === "comm_msg") this.publish("comm_close", { comm_id, data: {} });
    else if (!model) return;
    else if (data.method === "request_state") this.update(comm_id, asWidget(comm_id, model));
    else if (data.method === "update") await model.receive(data.state ?? {});
    else if (data.content?.kind === "plotly") {
      const source = readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8");
      const content = { kind: "plotly", source };
      this.publish("comm_msg", { comm_id, data: { method: "custom", content } });
    }
  }

  private update(comm_id: string, state: SharedState): void {
    const { data, buffers } = packed(state);
    this.publish("comm_msg", { comm_id, data: { method: "update", ...data } }, {}, buffers);
  }
}

/** The front end as its file is now, which may be edited. */
function frontEnd(): string {
  const source = readFileSync(FRONT_END, "utf8");
  if (source !== compiled.source)
    compiled = { source, code: transform(source, { transforms: ["typescript"] }).code };
  return compiled.code;
}
let compiled = { source: "", code: "" };

/** A model's state with what makes it one of anywidget's. */
function asWidget(interact: string, { whole }: LiveModel): SharedState {
  const names = {
    _model_name: "AnyModel",
    _view_name: "AnyView",
    _anywidget_id: "aevb.figure",
    _esm: frontEnd(),
  };
  const modules = { _model_module: "anywidget", _view_module: "anywidget" };
  return { ...names, ...modules, _model_module_version: "*", _view_module_version: "*", interact, ...whole };
}

/** Bytes travel beside the JSON, each with the name that it has in the state. */
function packed(state: SharedState): { data: object; buffers: Uint8Array[] } {
  const binary = Object.entries(state).filter(([, part]) => part instanceof Uint8Array);
  const json = Object.entries(state).filter(([, part]) => !(part instanceof Uint8Array));
  return {
    data: { state: Object.fromEntries(json), buffer_paths: binary.map(([name]) => [name]) },
    buffers: binary.map(([, bytes]) => bytes as Uint8Array),
  };
}

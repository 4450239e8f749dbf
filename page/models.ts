import type { Model } from "../lib/notebook/interact/front-end";
import type { SharedState } from "../lib/notebook/kernel";
import { fromAddress } from "./address";

type Listener = (...given: never[]) => void;

/** A figure's state as anywidget would have it, shared with the worker by messages. */
export class PageModel implements Model {
  private readonly listeners = new Map<string, Set<Listener>>();
  private changed: Record<string, unknown> = {};

  constructor(
    private state: SharedState,
    private readonly post: (changed: SharedState) => void,
  ) {}

  get(name: string): unknown {
    return this.state[name];
  }

  set(name: string, value: unknown): void {
    this.changed[name] = value;
    this.take({ [name]: value });
  }

  save_changes(): void {
    this.post(this.changed);
    this.changed = {};
  }

  /** The page has Plotly, which is all that the front end would ask for. */
  send(): void {}

  /** Takes parts of the state, and tells whoever listens. */
  take(parts: SharedState): void {
    this.state = { ...this.state, ...parts };
    for (const name of Object.keys(parts))
      for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  off(event: string, listener: Listener): void {
    this.listeners.get(event)?.delete(listener);
  }
}

/** The values that the address has for a figure, where they are of the kind of those which it starts with. */
export function valuesInAddress(place: string, start: Readonly<Record<string, unknown>>): object | undefined {
  const values = fromAddress("handles")[place] as Readonly<Record<string, unknown>> | undefined;
  if (!values) return undefined;
  const kind = (value: unknown) =>
    Array.isArray(value) ? value.map((one) => typeof one).join() : typeof value;
  const known = Object.entries(start).map(([name, value]) => [
    name,
    kind(values[name]) === kind(value) ? values[name] : value,
  ]);
  return Object.fromEntries(known);
}

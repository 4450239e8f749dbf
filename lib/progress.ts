/** Sees how far a computation has come: a share from 0, when it starts, to 1, when it is done. */
export type ProgressObserver = (name: string, share: number) => void;

let observer: ProgressObserver | undefined;

/** Sets who sees the progress of computations that do not return before they are done. */
export function observeProgress(next: ProgressObserver): void {
  observer = next;
}

/** Reports a computation's progress; `name` tells it apart from one that it is a part of. */
export function reportProgress(name: string, share: number): void {
  observer?.(name, share);
}

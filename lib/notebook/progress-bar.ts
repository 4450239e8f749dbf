import type { MimeBundle } from "./kernel";

/** One line: a name, a bar that is filled to a share from 0 to 1, and what else there is to say. */
export function progressBar(label: string, share: number, text: string): MimeBundle {
  return {
    "text/html":
      '<div style="display:flex;gap:.8em;align-items:center;white-space:nowrap;font-variant-numeric:tabular-nums">' +
      `<span>${escaped(label)}</span><progress max="1" value="${share.toFixed(4)}"></progress><span>${text}</span></div>`,
    "text/plain": `${label}: ${(100 * share).toFixed(0)} % · ${text}`,
  };
}

/** Seconds as a reader would say them, such as "1.5 s" or "2 h 5 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A text as HTML. */
export const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

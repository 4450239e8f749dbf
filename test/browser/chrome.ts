import { type BrowserContext, chromium } from "playwright-core";
import { findChrome } from "../../scripts/setup/browsers.mjs";

/** The machine's Chrome or Chromium; without one the browser checks are skipped. */
export const chrome = findChrome();
if (!chrome) console.log("The browser check is skipped: no Chrome or Chromium was found.");

/** Starts it without a window, with a profile of its own in `folder`. */
export function startChrome(
  folder: string,
  viewport: { width: number; height: number },
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: chrome,
    headless: true,
    viewport,
    args: "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
      .split(" ")
      .map((flag) => `--${flag}`),
  });
}

import puppeteer, { type Browser } from "puppeteer-core";
import { findFirefox } from "../../scripts/setup/browsers.mjs";

/** The machine's Firefox; without one the checks in it are skipped. */
export const firefox = findFirefox();
if (!firefox) console.log("The check in Firefox is skipped: no Firefox was found.");

export const startFirefox = (): Promise<Browser> =>
  puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });

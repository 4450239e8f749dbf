import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram, runCommand } from "./command.mjs";
import { SetupError, step } from "./steps.mjs";

const chromes = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
/** Where macOS and Windows have Chrome, which is not on their PATH. */
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env.ProgramFiles ?? "", "Google", "Chrome", "Application", "chrome.exe"),
];

/** The path of Chrome or Chromium, if it is installed: CHROME_PATH if it is set. */
export function findChrome(environment = process.env) {
  if (environment.CHROME_PATH) {
    if (existsSync(environment.CHROME_PATH)) return environment.CHROME_PATH;
    throw new SetupError(`CHROME_PATH is ${environment.CHROME_PATH}, but there is no such file.`);
  }
  return findProgram(chromes, environment) ?? places.find((path) => existsSync(path));
}

/** The path of Firefox, if it is installed. */
export const findFirefox = () => findProgram(["firefox", "firefox-esr"]);

/** Installs Debian's Chromium and Firefox if they are missing and can be; returns why any is not there in the end. */
export async function ensureBrowsers() {
  const missing = [
    { name: "Chrome or Chromium", debian: "chromium", find: findChrome },
    { name: "Firefox", debian: "firefox-esr", find: findFirefox },
  ].filter(({ find }) => !find());
  let failure = "";
  if (missing.length > 0 && process.getuid?.() === 0 && isDebian())
    await step("Installing browsers for their tests", async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const packages = [...missing.map(({ debian }) => debian), "fonts-dejavu-core"];
      const install = ["install", "-y", "--no-install-recommends", ...packages];
      try {
        for (const command of [["update"], install]) await runCommand("apt-get", command, { env });
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        failure = ` (${error.message.split("\n").at(-1)})`;
      }
    });
  return missing
    .filter(({ find }) => !find())
    .map(({ name }) => `no ${name} was found: install one${failure}`);
}

const isDebian = () =>
  existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));

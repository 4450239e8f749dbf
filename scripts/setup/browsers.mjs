import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./command.mjs";
import { SetupError, step } from "./steps.mjs";

const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
const places = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe")),
};

/**
 * The path of Chrome or Chromium: CHROME_PATH if it is set, else what is installed.
 * @returns {string | undefined}
 */
export function findChrome(environment = process.env, platform = process.platform) {
  if (environment.CHROME_PATH) {
    if (existsSync(environment.CHROME_PATH)) return environment.CHROME_PATH;
    throw new SetupError(`CHROME_PATH is ${environment.CHROME_PATH}, but there is no such file.`);
  }
  const usual = places[/** @type {keyof typeof places} */ (platform)] ?? [];
  return [...fromPath(environment, names), ...usual].find((path) => existsSync(path));
}

/**
 * The path of Firefox, if it is installed.
 * @returns {string | undefined}
 */
export function findFirefox(environment = process.env) {
  return fromPath(environment, ["firefox", "firefox-esr"]).find((path) => existsSync(path));
}

/**
 * Installs Debian's Chromium and Firefox where they are missing and can be; returns the reasons for those that are not there
 * in the end.
 * @returns {Promise<string[]>}
 */
export async function ensureBrowsers() {
  const browsers = [
    { name: "Chrome or Chromium", package: "chromium", find: findChrome },
    { name: "Firefox", package: "firefox-esr", find: findFirefox },
  ];
  const missing = browsers.filter(({ find }) => !find());
  if (missing.length === 0) return [];
  let failure = "";
  if (process.getuid?.() === 0 && isDebian())
    await step("Installing browsers for their tests", async () => {
      const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const packages = [...missing.map((one) => one.package), "fonts-dejavu-core"];
      try {
        await runCommand("apt-get", ["update"], { environment });
        await runCommand("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {
          environment,
        });
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        failure = ` (${error.message.split("\n").at(-1)})`;
      }
    });
  return missing
    .filter(({ find }) => !find())
    .map(({ name }) => `no ${name} was found: install one${failure}`);
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {readonly string[]} names
 */
const fromPath = ({ PATH = "" }, names) =>
  PATH.split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => join(folder, name)));

function isDebian() {
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

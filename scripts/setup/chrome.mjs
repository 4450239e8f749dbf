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
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const fromPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const usual = places[/** @type {keyof typeof places} */ (platform)] ?? [];
  return [...fromPath, ...usual].find((path) => existsSync(path));
}

/**
 * Finds Chrome, or installs Debian's Chromium where possible; if there is none in the end, returns the reason.
 * @returns {Promise<string | undefined>}
 */
export async function ensureChrome() {
  if (findChrome()) return undefined;
  const advice = "no Chrome or Chromium was found: install one or set CHROME_PATH";
  if (process.getuid?.() !== 0 || !isDebian()) return advice;
  return step("Installing Chromium for the browser tests", async () => {
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await runCommand("apt-get", ["update"], { environment });
      await runCommand(
        "apt-get",
        ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        { environment },
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return `${advice} (${error.message.split("\n").at(-1)})`;
    }
  });
}

function isDebian() {
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

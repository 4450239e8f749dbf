import { execFileSync } from "node:child_process";
import { projectRoot } from "../../scripts/setup/project.mjs";

/** Makes the pages once for all tests in browsers. */
export default function buildPages(): void {
  execFileSync("npm", ["run", "html"], { cwd: projectRoot, stdio: ["ignore", "ignore", "inherit"] });
}

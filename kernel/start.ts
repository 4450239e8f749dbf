/**
 * Starts tslab as this project's Jupyter kernel, with its faults repaired from outside: tslab's own files stay
 * untouched, and each file beside this one says which fault it repairs. Jupyter runs it as kernel.json says.
 */
import { installBridge } from "./bridge";
import { repairCells } from "./cells";
import { repairCompiler } from "./compiler";
import { showBackgroundErrors } from "./errors";
import { repairMessages } from "./messages";
import { reloadEditedModules } from "./reload";
import { checkVersion, innerModule } from "./tslab";

checkVersion(require("tslab/package.json").version);
// tslab takes hold of its compiler when it is loaded, so this comes before every `innerModule`.
repairCompiler();
reloadEditedModules();
// Enough to reach the cell's own line from deep inside lib.
Error.stackTraceLimit = 50;
repairCells(innerModule("executor"));
repairMessages(innerModule("jupyter"));
installBridge(innerModule("jupyter"));

const configPath = process.argv[process.argv.indexOf("--config-path") + 1];
innerModule<typeof import("tslab/dist/main")>("main").startKernel({ configPath, enableFindLocal: false });
showBackgroundErrors();

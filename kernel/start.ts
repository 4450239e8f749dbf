/**
 * Starts this project's Jupyter kernel, as kernel.json says. It is built from tslab's parts, whose own files stay
 * untouched; each file beside this one says which fault of stock tslab it repairs.
 */
import { installBridge } from "./bridge";
import { Cells } from "./cells";
import { showBackgroundErrors } from "./errors";
import { interruptRunning } from "./interrupt";
import { KernelServer } from "./messages";
import { reloadEditedModules } from "./reload";

// Enough to reach the cell's own line from deep inside lib.
Error.stackTraceLimit = 50;
reloadEditedModules();
showBackgroundErrors();
process.on("SIGINT", interruptRunning);
const configPath = process.argv[process.argv.indexOf("--config-path") + 1];
const server = new KernelServer(new Cells(), configPath);
installBridge(server.comms);
server.init();

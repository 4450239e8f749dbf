import * as tf from "@tensorflow/tfjs";
import { availableThreads } from "../../cores";
import { restoreUtil } from "./restore-util";

let loading: ReturnType<typeof load> | undefined;

/**
 * Loads the fastest backend of TensorFlow.js available: the native TensorFlow library, else WebAssembly, else plain
 * JavaScript. Says which, and in a line for each better one why it could not be loaded.
 */
export function loadBackend(): ReturnType<typeof load> {
  loading ??= load();
  return loading;
}

async function load() {
  const notTaken: string[] = [];
  const attempts = [
    ["native", loadNative],
    ["wasm", loadWasm],
    ["cpu", () => tf.setBackend("cpu")],
  ] as const;
  for (const [name, attempt] of attempts)
    try {
      if (await attempt()) return { name, notTaken };
      notTaken.push(`${name}: did not initialise`);
    } catch (error) {
      notTaken.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    }
  throw new Error(`no backend of TensorFlow.js could be loaded: ${notTaken.join("; ")}`);
}

async function loadNative(): Promise<boolean> {
  restoreUtil();
  // TensorFlow's C++ code would print banners in the notebook's terminal; for networks of this size oneDNN is no faster.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_ENABLE_ONEDNN_OPTS ??= "0";
  await import("@tensorflow/tfjs-node");
  return tf.setBackend("tensorflow");
}

async function loadWasm(): Promise<boolean> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setThreadsCount(availableThreads());
  return tf.setBackend("wasm");
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import { findFirefox } from "../../scripts/setup/browsers.mjs";
import type { Evaluates } from "./reader.js";

/** The machine's Firefox; without one the checks in it are skipped. */
export const firefox = findFirefox();
if (!firefox) console.log("The check in Firefox is skipped: no Firefox was found.");

interface Message {
  id?: number;
  method?: string;
  error?: string;
  message?: string;
  // biome-ignore lint: 
  result: never;
  params: never;
}

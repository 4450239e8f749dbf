import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript; charset=utf-8",
};
/** What isolates a page, so that its threads may share memory. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * Serves a folder's files on localhost; port 0 takes a free one. Resolves to the server and its address.
 * @param {string} folder
 * @param {number} port
 * @returns {Promise<{ server: import("node:http").Server, address: string }>}
 */
export function startServer(folder, port) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, normalize(decodeURIComponent(pathname === "/" ? "/index.html" : pathname)));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end("Not found");
      return;
    }
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache", ...ISOLATION });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const taken = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
      resolve({ server, address: `http://localhost:${taken}/` });
    });
  });
}

/**
 * Serves a folder until the process is stopped.
 * @param {string} folder
 * @param {number} port
 * @returns {Promise<number>}
 */
export async function serve(folder, port) {
  const { server, address } = await startServer(folder, port);
  console.log(`${address} (Ctrl-C stops)`);
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"])
      process.once(signal, () => {
        server.close(() => resolve(0));
        server.closeAllConnections();
      });
  });
}

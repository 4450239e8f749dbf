import { once } from "node:events";
import { createServer } from "node:http";
import sirv from "sirv";

/** What isolates a page, so that its threads may share memory. */
const ISOLATION = new Headers({
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
});

/**
 * Serves a folder's files on localhost; port 0 takes a free one. Resolves to the server and its address.
 * @param {string} folder
 * @param {number} port
 */
export async function startServer(folder, port) {
  const files = sirv(folder, {
    dev: true,
    gzip: true,
    setHeaders: (response) => response.setHeaders(ISOLATION),
  });
  const server = createServer((request, response) => files(request, response)).listen(port, "127.0.0.1");
  await once(server, "listening");
  const taken = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  return { server, address: `http://localhost:${taken}/` };
}

/**
 * Serves a folder until the process is told to end.
 * @param {string} folder
 * @param {number} port
 */
export async function serve(folder, port) {
  const { server, address } = await startServer(folder, port);
  console.log(`${address} (Ctrl-C stops)`);
  await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
  server.close();
  server.closeAllConnections();
}

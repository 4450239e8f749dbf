import { parentPort } from "node:worker_threads";
import type { Delivery, Order } from "./picture";
import { renderPng } from "./render";

const port = parentPort!;
let last: Promise<unknown> = Promise.resolve();

port.on("message", ({ number, figure }: Order) => {
  last = last
    .then(() => renderPng(figure))
    .then(
      (png): Delivery => ({ number, png: png.toString("base64") }),
      (error): Delivery => ({ number, error: String(error) }),
    )
    .then((delivery) => port.postMessage(delivery));
});

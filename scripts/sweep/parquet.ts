import { parquetWriteBuffer } from "hyparquet-writer";
import type { Entry } from "./read-folder";
import { tableOf } from "./table";

/** Results as a Parquet file: float64 columns where all is numbers, else texts; what a training does not have is null. */
export function parquet(entries: readonly Entry[]): Uint8Array {
  const columnData = Object.entries(tableOf(entries)).map(([name, cells]) => {
    const numbers = cells.every((cell) => typeof cell !== "string");
    const data = cells.map((cell) => (cell === undefined ? null : numbers ? cell : String(cell)));
    return { name, data, type: numbers ? ("DOUBLE" as const) : ("STRING" as const), nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

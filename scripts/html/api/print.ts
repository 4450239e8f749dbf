/** Prints the library's API as JSON. */
import { readApi } from "./api";

process.stdout.write(JSON.stringify(readApi()));

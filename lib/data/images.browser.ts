import { NeedsJupyter } from "../needs-jupyter";
import type { Images } from "./image-folder";

/** A page cannot look into the reader's folders. */
export async function images(folder: string): Promise<Images> {
  throw new NeedsJupyter(`${folder}: reading folders`);
}

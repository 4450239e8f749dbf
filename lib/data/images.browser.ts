import { NeedsJupyter } from "../needs-jupyter";

/** A page cannot look into the reader's folders. */
export async function images(folder: string): Promise<never> {
  throw new NeedsJupyter(`${folder}: reading folders`);
}

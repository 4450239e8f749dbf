import type { Images } from "./image-folder";

/** A page cannot look into the reader's folders. */
export async function images(folder: string): Promise<Images> {
  throw new Error(`${folder}: reading folders is not part of this page; run the notebook in Jupyter`);
}

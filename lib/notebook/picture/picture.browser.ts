/** A page draws figures itself. */
export async function picture(): Promise<string> {
  throw new Error("a page has no static pictures");
}

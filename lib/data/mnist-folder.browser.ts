/** A page has no files of others. */
export const mnistFolder = (): string | undefined => undefined;

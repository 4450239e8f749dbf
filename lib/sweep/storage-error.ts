const CODES = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOTDIR", "EEXIST", "EFBIG"];

/** Whether an error, or one that caused it, says that nothing can be written: no further job would fare better. */
export function isStorageError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return CODES.includes((error as NodeJS.ErrnoException).code ?? "") || isStorageError(error.cause);
}

/** Log-variances beyond ±20 (a deviation of 4.5e-5 or 22 026) count as ±20, so that no likelihood overflows. */
export const LOG_VARIANCE_LIMIT = 20;

/** Where the earlier content of a file is kept: runs/vae.safetensors → runs/vae.previous.safetensors. */
export const previousOf = (file: string): string => file.replace(/(?<=[^/\\])(\.[^./\\]*)?$/, ".previous$1");

export interface ReplaceOptions {
  /** Whether the old file is kept as `previousOf(file)`. */
  readonly keepPrevious?: boolean;
  /** Whether a file that exists stays as it is. */
  readonly once?: boolean;
}

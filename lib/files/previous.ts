/** Where the earlier content of a file is kept: runs/vae.safetensors → runs/vae.previous.safetensors. */
export const previousOf = (file: string): string => file.replace(/(?<=[^/\\])(\.[^./\\]*)?$/, ".previous$1");

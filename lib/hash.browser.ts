import { sha256 as hash } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export const sha256 = (bytes: Uint8Array): string => bytesToHex(hash(bytes));

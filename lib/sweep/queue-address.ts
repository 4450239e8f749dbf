import { Redis, type RedisOptions } from "ioredis";

/** A queue's server, and how messages name it: without its credentials. */
export interface QueueAddress {
  readonly connection: RedisOptions;
  readonly shown: string;
}

const CONNECT_MILLISECONDS = 5000;

/**
 * Reads "redis://host:6379" or, for TLS, "rediss://host:6379". The password is that of the environment variable
 * AEVB_QUEUE_PASSWORD unless the address has one. Throws a TypeError for another address.
 */
export function parseQueue(address: string): QueueAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["redis:", "rediss:"].includes(url.protocol) || !url.hostname)
    throw new TypeError('queue: expected an address such as "redis://host:6379"');
  const { protocol, hostname, port, username, password, pathname } = url;
  return {
    shown: `${protocol}//${hostname}:${port || 6379}`,
    connection: {
      host: hostname,
      port: Number(port || 6379),
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || process.env.AEVB_QUEUE_PASSWORD || undefined,
      db: Number(pathname.slice(1) || 0),
      tls: protocol === "rediss:" ? {} : undefined,
      // A command waits while the server is away.
      maxRetriesPerRequest: null,
    },
  };
}

/** Throws an Error that says why the server cannot be used. */
export async function checkQueue({ connection, shown }: QueueAddress): Promise<void> {
  const probe = new Redis({
    ...connection,
    lazyConnect: true,
    connectTimeout: CONNECT_MILLISECONDS,
    retryStrategy: () => null,
  });
  let reason: Error | undefined;
  probe.on("error", (error) => {
    reason ??= error;
  });
  try {
    await probe.connect();
    await probe.ping();
  } catch (error) {
    throw new Error(`queue: cannot use ${shown}: ${(reason ?? (error as Error)).message}`);
  } finally {
    probe.disconnect();
  }
}

/** The queue for jobs of one state of the library, which only workers with the same one look at. */
export const queueName = (library: string): string => `aevb-${library.slice(0, 16)}`;

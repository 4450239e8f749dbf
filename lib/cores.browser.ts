/** In a page memory is shared, and so are threads of use, only if the page is isolated. */
export const availableThreads = () => (crossOriginIsolated ? navigator.hardwareConcurrency : 1);

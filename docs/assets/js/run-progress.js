// Counts the bytes of files as they arrive.

// A fetch that reports how many bytes of all files have come, each time some do.
export function counting(fetch, report) {
  let loaded = 0;
  const counter = () =>
    new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        report(loaded);
        controller.enqueue(chunk);
      },
    });
  return async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
    return new Response(response.body.pipeThrough(counter()));
  };
}

export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

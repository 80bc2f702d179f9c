// Counts the bytes of files as they arrive.

// A fetch that reports how many bytes of all files have come, each time some do.
export function counting(fetch, report) {
  let loaded = 0;
  const counted = (body) =>
    body.pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          loaded += chunk.byteLength;
          report(loaded);
          controller.enqueue(chunk);
        },
      }),
    );
  return async (...request) => {
    const response = await fetch(...request);
    if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(counted(response.body), { status, statusText, headers });
  };
}

export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
